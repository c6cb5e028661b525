package dev.gitopsbinding.scenario.faults;

import static dev.gitopsbinding.scenario.stage.OperatorStage.IMAGE;
import static dev.gitopsbinding.scenario.stage.OperatorStage.PATH;
import static dev.gitopsbinding.scenario.stage.OperatorStage.deploymentYaml;

import dev.gitopsbinding.scenario.stage.Scene;
import dev.gitopsbinding.testing.git.GitRepository;
import dev.gitopsbinding.testing.git.SshKeyFile.Form;
import dev.gitopsbinding.testing.git.SshKeyFile.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A fault, the reason it shows as, a part of its message, and its repair. */
record BadInput(
    String name, String reason, String says, Consumer<Scene> fault, Consumer<Scene> repair) {
  private static final String OTHER_IMAGE = "ghcr.io/acme/other:1";

  @Override
  public String toString() {
    return name;
  }

  static Stream<BadInput> all() {
    return Stream.of(secrets(), hosts(), files()).flatMap(inputs -> inputs);
  }

  private static Stream<BadInput> secrets() {
    return Stream.of(
        new BadInput(
            "Secret missing",
            "SecretNotFound",
            "spec.source.secretRef: there is no Secret",
            scene -> scene.deleteSecret("git"),
            BadInput::repairSecret),
        new BadInput(
            "Secret without consent",
            "SecretNotConsented",
            "kubectl annotate",
            scene -> opaqueSecret(scene, Map.of()),
            scene ->
                opaqueSecret(
                    scene, Map.of("gitopsbinding.dev/hosts", "127.0.0.1:" + scene.git.port()))),
        new BadInput(
            "Secret without known_hosts",
            "SecretKeyMissing",
            "known_hosts",
            scene -> scene.secret("git", Map.of("ssh-privatekey", scene.git.privateKey())),
            BadInput::repairSecret),
        new BadInput(
            "key that is none",
            "SecretInvalid",
            "ssh-privatekey",
            scene -> scene.createSecret("git", "no key", scene.git.knownHosts()),
            BadInput::repairSecret),
        new BadInput(
            "wrong key",
            "AuthenticationFailed",
            "127.0.0.1",
            scene ->
                scene.createSecret(
                    "git",
                    scene.git.unauthorizedKey(Kind.ED25519, Form.OPENSSH, "").privateKey(),
                    scene.git.knownHosts()),
            BadInput::repairSecret),
        new BadInput(
            "unknown host key",
            "HostKeyUnknown",
            "SHA256:",
            scene ->
                scene.createSecret(
                    "git",
                    scene.git.privateKey(),
                    scene.git.knownHosts().replace("127.0.0.1", "127.0.0.9")),
            BadInput::repairSecret),
        new BadInput(
            "changed host key",
            "HostKeyChanged",
            "SHA256:",
            scene ->
                scene.createSecret(
                    "git",
                    scene.git.privateKey(),
                    "[127.0.0.1]:" + scene.git.port() + " " + otherHostKey(scene) + "\n"),
            BadInput::repairSecret));
  }

  private static Stream<BadInput> hosts() {
    return Stream.of(
        new BadInput(
            "repository missing",
            "RepositoryNotFound",
            "source",
            scene -> move(scene.source.directory(), gone(scene)),
            scene -> move(gone(scene), scene.source.directory())),
        new BadInput(
            "branch missing",
            "BranchNotFound",
            "main",
            scene -> scene.source.git("branch", "-m", "main", "other"),
            scene -> scene.source.git("branch", "-m", "other", "main")),
        new BadInput(
            "empty repository",
            "RepositoryEmpty",
            "commit",
            scene -> scene.source.git("update-ref", "-d", "refs/heads/main"),
            scene -> scene.source.commit("main", "README", "again")),
        new BadInput(
            "push declined by a hook",
            "PushDeclined",
            "no changes on Fridays",
            scene -> scene.manifest.declinePushes("no changes on Fridays"),
            scene -> scene.manifest.removeHook("pre-receive")));
  }

  private static Stream<BadInput> files() {
    String sound = deploymentYaml(IMAGE + ":old");
    return Stream.of(
        file(
            "file missing",
            "FileNotFound",
            scene -> replaceFile(scene.manifest, Map.of("README", bytes("x")))),
        file(
            "directory",
            "FileIsDirectory",
            scene -> replaceFile(scene.manifest, Map.of(PATH + "/x.yaml", bytes(sound)))),
        file(
            "symbolic link",
            "FileIsSymlink",
            scene -> scene.manifest.commitSymlink("main", PATH, "x")),
        file(
            "over the size cap", "FileTooLarge", content("#" + "x".repeat(1 << 20) + "\n" + sound)),
        new BadInput(
            "not UTF-8",
            "FileNotUtf8",
            PATH,
            scene ->
                scene.manifest.commitBytes(
                    "main", Map.of(PATH, new byte[] {'a', ':', ' ', (byte) 0xff, '\n'}), "latin"),
            BadInput::repairFile),
        file("not YAML", "FileNotYaml", content("{{ if .Values.web }}\n" + sound + "{{ end }}\n")),
        file("image not in the file", "ImageNotInFile", content(deploymentYaml(OTHER_IMAGE))),
        file(
            "image twice",
            "ImageAmbiguous",
            content(sound + "        - {name: sidecar, image: '" + IMAGE + ":old'}\n")),
        file(
            "digest",
            "ImageHasDigest",
            content(deploymentYaml(IMAGE + "@sha256:" + "0".repeat(64)))),
        file(
            "alias",
            "ImageNotEditable",
            content(
                deploymentYaml("&image " + IMAGE + ":old") + "          workingDir: *image\n")));
  }

  private static BadInput file(String name, String reason, Consumer<Scene> fault) {
    return new BadInput(name, reason, PATH, fault, BadInput::repairFile);
  }

  private static Consumer<Scene> content(String text) {
    return scene -> scene.manifest.commit("main", PATH, text);
  }

  private static void repairFile(Scene scene) {
    replaceFile(scene.manifest, Map.of(PATH, bytes(deploymentYaml(IMAGE + ":old"))));
  }

  /** Makes a commit whose tree holds nothing but these files. */
  private static void replaceFile(GitRepository repository, Map<String, byte[]> files) {
    repository.commitOnly("main", files, "replace everything");
  }

  private static void repairSecret(Scene scene) {
    scene.createSecret("git", scene.git.privateKey(), scene.git.knownHosts());
  }

  private static void opaqueSecret(Scene scene, Map<String, String> annotations) {
    scene.deleteSecret("git");
    scene.opaqueSecret(
        "git",
        annotations,
        Map.of("identity", scene.git.privateKey(), "known_hosts", scene.git.knownHosts()));
  }

  private static String otherHostKey(Scene scene) {
    String[] parts =
        scene.git.unauthorizedKey(Kind.ED25519, Form.OPENSSH, "").publicKey().split(" ", -1);
    return parts[0] + " " + parts[1];
  }

  private static Path gone(Scene scene) {
    return scene.source.directory().resolveSibling("gone");
  }

  private static void move(Path from, Path to) {
    try {
      Files.move(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
