package dev.gitopsbinding.scenario;

import static dev.gitopsbinding.scenario.OperatorStage.IMAGE;
import static dev.gitopsbinding.scenario.OperatorStage.PATH;
import static dev.gitopsbinding.scenario.OperatorStage.condition;
import static dev.gitopsbinding.scenario.OperatorStage.deploymentYaml;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.testing.ApiServer;
import dev.gitopsbinding.testing.ApiServerExtension;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.GitRepository;
import dev.gitopsbinding.testing.HttpGitServer;
import dev.gitopsbinding.testing.SshKeyFile.Form;
import dev.gitopsbinding.testing.SshKeyFile.Kind;
import dev.gitopsbinding.training.TestCertificates;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is wrong outside a binding shows with a reason of its own, writes nothing, touches no other
 * binding, and heals by itself once the cause is repaired.
 */
@ExtendWith(ApiServerExtension.class)
class BadInputIT {
  private static final String OTHER_IMAGE = "ghcr.io/acme/other:1";

  private static OperatorStage stage;
  private static Scene bystander;

  /** A fault, the reason it shows as, a part of its message, and its repair. */
  record BadInput(
      String name, String reason, String says, Consumer<Scene> fault, Consumer<Scene> repair) {
    @Override
    public String toString() {
      return name;
    }
  }

  @BeforeAll
  static void start(ApiServer api) {
    stage = OperatorStage.start(api);
    bystander = stage.scene();
    bystander.apply("bystander", bystander.spec().replace("interval: 10s", "interval: 1h"));
    bystander.awaitReady("bystander", bystander.source.tip("main"));
  }

  @AfterAll
  static void stop() {
    stage.close();
  }

  static Stream<BadInput> badInputs() {
    return Stream.of(secrets(), hosts(), files()).flatMap(inputs -> inputs);
  }

  private static Stream<BadInput> secrets() {
    return Stream.of(
        new BadInput(
            "Secret missing",
            "SecretNotFound",
            "spec.source.secretRef: there is no Secret",
            scene -> scene.deleteSecret("git"),
            BadInputIT::repairSecret),
        new BadInput(
            "Secret without consent",
            "SecretNotConsented",
            "kubectl annotate",
            scene -> opaqueSecret(scene, Map.of()),
            scene ->
                opaqueSecret(
                    scene, Map.of("gitopsbinding.dev/hosts", "127.0.0.1:" + stage.git().port()))),
        new BadInput(
            "Secret without known_hosts",
            "SecretKeyMissing",
            "known_hosts",
            scene -> scene.secret("git", Map.of("ssh-privatekey", stage.git().privateKey())),
            BadInputIT::repairSecret),
        new BadInput(
            "key that is none",
            "SecretInvalid",
            "ssh-privatekey",
            scene -> scene.createSecret("git", "no key", stage.git().knownHosts()),
            BadInputIT::repairSecret),
        new BadInput(
            "wrong key",
            "AuthenticationFailed",
            "127.0.0.1",
            scene ->
                scene.createSecret(
                    "git",
                    stage.git().unauthorizedKey(Kind.ED25519, Form.OPENSSH, "").privateKey(),
                    stage.git().knownHosts()),
            BadInputIT::repairSecret),
        new BadInput(
            "unknown host key",
            "HostKeyUnknown",
            "SHA256:",
            scene ->
                scene.createSecret(
                    "git",
                    stage.git().privateKey(),
                    stage.git().knownHosts().replace("127.0.0.1", "127.0.0.9")),
            BadInputIT::repairSecret),
        new BadInput(
            "changed host key",
            "HostKeyChanged",
            "SHA256:",
            scene ->
                scene.createSecret(
                    "git",
                    stage.git().privateKey(),
                    "[127.0.0.1]:" + stage.git().port() + " " + otherHostKey() + "\n"),
            BadInputIT::repairSecret));
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
            BadInputIT::repairFile),
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
        file("anchor", "ImageNotEditable", content(deploymentYaml("&image " + IMAGE + ":old"))));
  }

  @Fault(
      value = "bad input",
      holds = {"I2", "I6"})
  @ParameterizedTest
  @MethodSource("badInputs")
  void showsItsReasonWritesNothingAndHeals(BadInput input) {
    // Given
    Scene scene = stage.scene();
    input.fault().accept(scene);
    String before = scene.manifest.tip("main");
    String others = bystander.manifest.tip("main");

    // When
    scene.apply("web", scene.spec());

    // Then
    GitOpsBindingStatus status = scene.awaitReason("web", input.reason());
    assertThat(condition(status, "Ready").status()).isEqualTo("False");
    assertThat(condition(status, "Ready").message()).contains(input.says());
    assertThat(condition(status, "Reconciling").status()).isEqualTo("True");
    assertThat(scene.manifest.tip("main")).isEqualTo(before);

    // When
    input.repair().accept(scene);

    // Then
    scene.awaitReady("web", scene.source.tip("main"));
    assertThat(scene.manifestText()).contains(IMAGE + ":" + scene.source.tip("main"));
    assertThat(bystander.manifest.tip("main")).isEqualTo(others);
    assertThat(condition(bystander.status("bystander"), "Ready").status()).isEqualTo("True");
  }

  @Fault(
      value = "wrong password over https",
      holds = {"I2", "I7"})
  @Test
  void aWrongPasswordOverHttpsHealsToo() {
    // Given
    var certificates = TestCertificates.create();
    try (var https = HttpGitServer.https(certificates.serverContext())) {
      https.requireBasic("robot", "right");
      Scene scene = stage.scene();
      GitRepository manifest = https.createRepository("deploy.git");
      manifest.commit("main", PATH, deploymentYaml(IMAGE + ":old"));
      httpsSecret(scene, "wrong", https.port(), certificates);

      // When
      scene.apply(
          "web",
          scene
              .spec()
              .replace(stage.git().url(scene.manifestName), https.url("deploy.git"))
              .replaceAll("(?s)(manifest:.*secretRef: )\\{name: git}", "$1{name: https}"));

      // Then
      GitOpsBindingStatus status = scene.awaitReason("web", "AuthenticationFailed");
      assertThat(condition(status, "Ready").message()).doesNotContain("wrong");

      // When
      httpsSecret(scene, "right", https.port(), certificates);

      // Then
      scene.awaitReady("web", scene.source.tip("main"));
      assertThat(manifest.text("main", PATH)).contains(scene.source.tip("main"));
    }
  }

  private static BadInput file(String name, String reason, Consumer<Scene> fault) {
    return new BadInput(name, reason, PATH, fault, BadInputIT::repairFile);
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
    scene.createSecret("git", stage.git().privateKey(), stage.git().knownHosts());
  }

  private static void opaqueSecret(Scene scene, Map<String, String> annotations) {
    scene.deleteSecret("git");
    stage
        .api()
        .admin()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace(scene.namespace)
                .withName("git")
                .withAnnotations(annotations)
                .endMetadata()
                .withStringData(
                    Map.of(
                        "identity", stage.git().privateKey(),
                        "known_hosts", stage.git().knownHosts()))
                .build())
        .create();
  }

  private static void httpsSecret(
      Scene scene, String password, int port, TestCertificates certificates) {
    stage
        .api()
        .admin()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace(scene.namespace)
                .withName("https")
                .withAnnotations(Map.of("gitopsbinding.dev/hosts", "127.0.0.1:" + port))
                .endMetadata()
                .withStringData(
                    Map.of(
                        "username",
                        "robot",
                        "password",
                        password,
                        "ca.crt",
                        certificates.authorityPem()))
                .build())
        .createOr(existing -> existing.update());
  }

  private static String otherHostKey() {
    String[] parts =
        stage.git().unauthorizedKey(Kind.ED25519, Form.OPENSSH, "").publicKey().split(" ", -1);
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
