package dev.gitopsbinding.scenario.forge;

import static dev.gitopsbinding.scenario.stage.OperatorStage.IMAGE;
import static dev.gitopsbinding.scenario.stage.OperatorStage.PATH;
import static dev.gitopsbinding.scenario.stage.OperatorStage.condition;
import static dev.gitopsbinding.scenario.stage.OperatorStage.deploymentYaml;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.scenario.stage.OperatorStage;
import dev.gitopsbinding.scenario.stage.Scene;
import dev.gitopsbinding.testing.apiserver.ClassStage;
import dev.gitopsbinding.testing.git.GpgHome;
import dev.gitopsbinding.testing.gitea.GiteaRepository;
import dev.gitopsbinding.testing.gitea.GiteaServer;
import dev.gitopsbinding.testing.program.Command;
import dev.gitopsbinding.testing.registry.RegistryServer;
import dev.gitopsbinding.testing.secrets.CanaryScan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Source and manifest at a real Gitea, by HTTPS and by SSH. */
class GiteaIT {
  @TempDir private static Path cache;

  @RegisterExtension
  static final ClassStage<OperatorStage> STAGE =
      ClassStage.of(
          api -> OperatorStage.start(api, Map.of("GITOPSBINDING_CACHE_DIR", cache.toString())));

  private final GiteaScene hosted = new GiteaScene(STAGE.get().scene());
  private final GiteaServer gitea = hosted.gitea;
  private final Scene scene = hosted.scene;
  private final GiteaRepository source = hosted.source;
  private final GiteaRepository manifest = hosted.manifest;

  @Test
  void aRefusedPushIsExplained() {
    // Given
    hosted.prepared();
    manifest.protect();

    // When
    scene.apply("web", hosted.spec());

    // Then
    GitOpsBindingStatus status = scene.awaitReason("web", "PushDeclined");
    assertThat(condition(status, "Ready").message())
        .startsWith(
            manifest.url()
                + " refused the push to main: 'pre-receive hook declined: Not allowed to push to"
                + " protected branch main'.");

    // When
    hosted.login(gitea.token("read:repository"));
    scene.request("web", "with another token");

    // Then
    GitOpsBindingStatus reader = scene.awaitReason("web", "AuthenticationFailed");
    assertThat(condition(reader, "Ready").message())
        .startsWith("spec.manifest.secretRef (Secret " + scene.namespace + "/gitea)")
        .contains("answered with HTTP status 403 (Forbidden)");
  }

  @Test
  void signedCommitsAreShownAsVerified() throws IOException {
    try (CanaryScan scan = CanaryScan.start();
        GpgHome gpg = new GpgHome()) {
      // Given
      String tip = hosted.prepared();
      String passphrase = scan.canary("passphrase");
      String key = gpg.generate("Ada L <ada@example.com>", "ed25519", "sign", passphrase);
      String openPgp = gpg.privateKey(key, passphrase);
      scan.hide("OpenPGP key", openPgp);
      gitea.addGpgKey(gpg.publicKey(key));
      signing(Map.of("git.asc", openPgp, "passphrase", "wrong"));

      // When
      scene.apply("web", signed());

      // Then
      GitOpsBindingStatus refused = scene.awaitReason("web", "SecretInvalid");
      assertThat(condition(refused, "Ready").message())
          .startsWith(
              "spec.commit.signing.secretRef: the private key in 'git.asc' of Secret "
                  + scene.namespace
                  + "/signing cannot be decrypted");
      assertThat(manifest.log("%s")).hasSize(1);

      // When
      signing(Map.of("git.asc", openPgp, "passphrase", passphrase));
      scene.request("web", "with the right passphrase");

      // Then
      scene.awaitReady("web", tip);
      assertThat(manifest.log("%cn <%ce>").getFirst()).isEqualTo("Ada L <ada@example.com>");
      assertThat(manifest.signatureProblem(manifest.log("%H").getFirst())).isEmpty();

      // When
      String ssh = gitea.trustedSigningKey().privateKey();
      scan.hideKey("SSH key", ssh);
      signing(Map.of("ssh-privatekey", ssh));
      scene.request("web", "with another key");
      String next = source.commit("README", "next");
      scene.request("web", "with another commit");

      // Then
      scene.awaitReady("web", next);
      assertThat(manifest.log("%cn").getFirst()).isEqualTo("GitOps Operator");
      assertThat(manifest.signatureProblem(manifest.log("%H").getFirst())).isEmpty();
      scan.searchLogs();
      scan.searchCluster(STAGE.get().api().admin());
      scan.search("metrics", STAGE.get().get("/metrics"));
      scan.search("commits", String.join("\n", manifest.log("%B")));
      assertThat(scan.takeFindings()).isEmpty();
      assertThat(filesWith("PRIVATE KEY")).isZero();
    }
  }

  private String signed() {
    return hosted.spec() + "commit: {signing: {secretRef: {name: signing}}}\n";
  }

  private void signing(Map<String, String> data) {
    scene.secret("signing", "gitopsbinding.dev/signing", data);
  }

  /** How many files below the operator's cache folder hold a text. */
  private static long filesWith(String text) throws IOException {
    try (Stream<Path> files = Files.walk(cache)) {
      return files
          .filter(Files::isRegularFile)
          .filter(
              file ->
                  Command.in(cache)
                          .attempt(new byte[0], "grep", "-q", text, file.toString())
                          .exitCode()
                      == 0)
          .count();
    }
  }

  @Test
  void itsOwnSshServerServesBothRepositories() {
    // Given
    String tip = hosted.prepared();
    scene.createSecret("ssh", gitea.authorizedKey(), gitea.knownHosts());

    // When
    scene.apply(
        "web",
        hosted
            .spec()
            .replace(source.url(), source.sshUrl())
            .replace(manifest.url(), manifest.sshUrl())
            .replace("{name: gitea}", "{name: ssh}"));

    // Then
    scene.awaitReady("web", tip);
    assertThat(manifest.text(PATH)).contains(IMAGE + ":" + tip);
  }

  @Test
  void theNewestBuiltCommitIsFoundWithoutFetchingFiles() throws IOException {
    try (RegistryServer registry = RegistryServer.anonymous()) {
      // Given
      String image = registry.host() + "/acme/web";
      scene.secret("registry-ca", "Opaque", Map.of("ca.crt", registry.authorityPem()));
      hosted.login(gitea.token("write:repository"));
      List<String> commits = source.commits(6);
      manifest.commit(PATH, deploymentYaml(image + ":" + commits.getFirst()));
      registry.push("acme/web", commits.get(3));

      // When
      scene.apply(
          "web",
          hosted
              .spec()
              .replace(
                  "image: {name: %s, check: {mode: Skip}}".formatted(IMAGE),
                  "image: {name: \"%s\", check: {caSecretRef: {name: registry-ca}}}"
                      .formatted(image))
              .replaceFirst("(source: .*)}\n", "$1, select: NewestWithImage}\n"));

      // Then
      GitOpsBindingStatus ready = scene.awaitReady("web", commits.getLast());
      assertThat(condition(ready, "Ready").message())
          .contains("The 2 newer source commits have no image yet.");
      assertThat(manifest.text(PATH)).contains(image + ":" + commits.get(3));
      assertThat(copiesWith(commits.get(3))).as("copies of the history").isOne();
      assertThat(copiesWith(source.tree(commits.get(3)))).as("with files").isZero();
    }
  }

  @Test
  void aForcePushedBranchIsHeldUntilADescendantComes() {
    // Given: the operator has never seen the deployed commit, which has left the branch
    String base = hosted.prepared();
    String deployed = source.commit("README", "deployed");
    manifest.commit(PATH, deploymentYaml(IMAGE + ":" + deployed));
    String other = source.rewrite(base, "README", "other");

    // When
    scene.apply("web", hosted.spec().replaceFirst("(source: .*)}\n", "$1, rewind: Hold}\n"));

    // Then
    GitOpsBindingStatus held = scene.awaitReason("web", "SourceRewound");
    assertThat(condition(held, "Ready").message())
        .contains(
            "source commit " + other + " does not descend from " + deployed,
            "the newest commit that both descend from is " + base);

    // When
    String merge = source.merge(deployed);
    scene.request("web", "merged");

    // Then
    scene.awaitReady("web", merge);
    assertThat(manifest.text(PATH)).contains(IMAGE + ":" + merge);
  }

  /** How many of the operator's local copies hold an object. */
  private static long copiesWith(String object) throws IOException {
    try (Stream<Path> files = Files.walk(cache)) {
      return files
          .filter(file -> file.endsWith("objects"))
          .map(Path::getParent)
          .filter(
              copy ->
                  Command.in(copy)
                          .attempt(new byte[0], "git", "--git-dir=.", "cat-file", "-e", object)
                          .exitCode()
                      == 0)
          .count();
    }
  }
}
