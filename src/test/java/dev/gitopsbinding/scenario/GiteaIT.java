package dev.gitopsbinding.scenario;

import static dev.gitopsbinding.scenario.OperatorStage.IMAGE;
import static dev.gitopsbinding.scenario.OperatorStage.PATH;
import static dev.gitopsbinding.scenario.OperatorStage.condition;
import static dev.gitopsbinding.scenario.OperatorStage.deploymentYaml;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.testing.CanaryScan;
import dev.gitopsbinding.testing.ClassStage;
import dev.gitopsbinding.testing.Command;
import dev.gitopsbinding.testing.GpgHome;
import dev.gitopsbinding.testing.RegistryServer;
import dev.gitopsbinding.testing.TemporaryFolder;
import dev.gitopsbinding.testing.gitea.GiteaRepository;
import dev.gitopsbinding.testing.gitea.GiteaServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Source, manifest and checks at a real Gitea. */
class GiteaIT {
  @AutoClose private static final TemporaryFolder CACHE = TemporaryFolder.create("gitea-cache");

  @RegisterExtension
  static final ClassStage<OperatorStage> STAGE =
      ClassStage.of(
          api ->
              OperatorStage.start(api, Map.of("GITOPSBINDING_CACHE_DIR", CACHE.path().toString())));

  @AutoClose private static GiteaServer gitea;

  private final Scene scene = STAGE.get().scene();
  private final GiteaRepository source = gitea.createRepository("web-" + UUID.randomUUID());
  private final GiteaRepository manifest = gitea.createRepository("deploy-" + UUID.randomUUID());

  @BeforeAll
  static void startGitea() {
    gitea = GiteaServer.start();
  }

  @Test
  void aTagWaitsForTheStatusesOfItsCommit() {
    // Given
    String tip = prepared();
    forge(gitea.token("read:repository"));
    source.report(tip, "lint", "failure", "https://ci.example.com/lint");

    // When
    scene.apply("web", withChecks(", names: [build]"));

    // Then
    GitOpsBindingStatus waiting = scene.awaitReason("web", "ChecksPending");
    assertThat(condition(waiting, "Ready").message()).contains("build", tip);

    // When
    source.report(tip, "build", "pending", "https://ci.example.com/1");
    scene.request("web", "running");
    scene.await("web", status -> condition(status, "Ready").message().contains("has not ended"));
    source.report(tip, "build", "failure", "https://ci.example.com/2");
    scene.request("web", "failed");

    // Then
    GitOpsBindingStatus held = scene.awaitReason("web", "ChecksFailed");
    assertThat(condition(held, "Stalled").status()).isEqualTo("True");
    assertThat(condition(held, "Ready").message())
        .contains("Check build of source commit " + tip, "failure (https://ci.example.com/2)");
    assertThat(manifest.log("%s")).hasSize(1);

    // When
    source.report(tip, "build", "pending", "https://ci.example.com/3");
    source.report(tip, "build", "success", "https://ci.example.com/3");
    scene.request("web", "passed");

    // Then
    scene.awaitReady("web", tip);
    assertThat(manifest.text(PATH)).contains(IMAGE + ":" + tip);
    assertThat(manifest.log("%s")).hasSize(2);
  }

  @Test
  void checksOfTheSecondPageAndWithoutANameCount() {
    // Given
    String tip = prepared();
    source.report(tip, "", "failure", "/ada/jobs/1");
    for (int i = 0; i < 50; i++) {
      source.report(tip, "job " + i, "success", "");
    }
    forge(gitea.token("read:repository"));

    // When
    scene.apply("web", withChecks(""));

    // Then
    GitOpsBindingStatus held = scene.awaitReason("web", "ChecksFailed");
    assertThat(condition(held, "Ready").message())
        .contains("Check (no name) of", "failure (https://" + gitea.host() + "/ada/jobs/1)");
  }

  @Test
  void aTokenThatIsWrongOrHasNoRightIsNamed() {
    // Given
    String tip = prepared();
    source.report(tip, "build", "success", "");

    // When
    forge("wrong");
    scene.apply("web", withChecks(", names: [build]"));

    // Then
    GitOpsBindingStatus wrong = scene.awaitReason("web", "ForgeUnavailable");
    assertThat(condition(wrong, "Ready").message())
        .contains("does not accept the token", "needs the scope 'read:repository'");

    // When
    forge(gitea.token("read:user"));

    // Then
    scene.await("web", now -> condition(now, "Ready").message().contains("does not let the token"));

    // When
    forge(gitea.token("read:repository"));

    // Then
    scene.awaitReady("web", tip);
  }

  @Test
  void theSourceCommitShowsHowFarItsTagHasCome() {
    // Given
    String good = prepared();
    String context = "gitopsbinding/%s/web ".formatted(scene.namespace);
    String target = "Deployment web in " + scene.namespace;
    forge(gitea.token("write:repository"));

    // When
    scene.apply("web", reporting("") + "rollback: {mode: OnFailedRollout}\n");

    // Then
    scene.awaitReady("web", good);
    awaitStatus(
        good,
        context
            + "pending: Tag %s is in the manifest; %s is to run it"
                .formatted(sevenOf(good), target),
        "<%s/commit/%s>"
            .formatted(manifest.url().replaceFirst("\\.git$", ""), manifest.log("%H").getFirst()));

    // When
    scene.rollOut(manifest.text(PATH), true);

    // Then
    awaitStatus(
        good, context + "success: Deployed: %s runs tag %s".formatted(target, sevenOf(good)), "");

    // When
    String bad = source.commit("README", "bad");
    scene.awaitReady("web", bad);
    scene.rollOut(manifest.text(PATH), false);

    // Then
    scene.awaitReason("web", "RolledBack");
    awaitStatus(bad, context + "failure: Rolled back: " + target, "");
    assertThat(source.statuses(good)).hasSize(2).first().asString().contains(" success: ");
    assertThat(STAGE.get().get("/metrics"))
        .contains(
            "gitopsbinding_commit_statuses_total{result=\"set\"}",
            "provider=\"Gitea\",purpose=\"report\",result=\"answered\"}");
  }

  @Test
  void aStatusThatTheForgeRefusesHoldsNothing() {
    // Given
    String tip = prepared();
    forge(gitea.token("read:repository"));

    // When
    scene.apply("web", reporting(", context: production"));

    // Then
    scene.awaitReady("web", tip);
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(scene.events("web"))
                    .filteredOn(event -> event.getReason().equals("CommitStatusFailed"))
                    .singleElement()
                    .satisfies(
                        event ->
                            assertThat(event.getNote())
                                .startsWith("spec.source.commitStatus: ")
                                .contains(
                                    "does not let the token write commit statuses",
                                    "'write:repository'")));
    assertThat(source.statuses(tip)).isEmpty();
  }

  private void awaitStatus(String commit, String beginning, String end) {
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(source.statuses(commit))
                    .first()
                    .asString()
                    .startsWith(beginning)
                    .endsWith(end));
  }

  private static String sevenOf(String commit) {
    return commit.substring(0, 7);
  }

  private String reporting(String more) {
    return spec()
        .replaceFirst(
            "(source: .*)}\n",
            "$1, report: CommitStatus, commitStatus: {provider: Gitea, apiURL: \"%s\", secretRef: {name: forge}%s}}\n"
                .formatted(gitea.apiUrl(), more));
  }

  @Test
  void aRefusedPushIsExplained() {
    // Given
    prepared();
    manifest.protect();

    // When
    scene.apply("web", spec());

    // Then
    GitOpsBindingStatus status = scene.awaitReason("web", "PushDeclined");
    assertThat(condition(status, "Ready").message())
        .startsWith(
            manifest.url()
                + " refused the push to main: 'pre-receive hook declined: Not allowed to push to"
                + " protected branch main'.");

    // When
    login(gitea.token("read:repository"));
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
      String tip = prepared();
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
    return spec() + "commit: {signing: {secretRef: {name: signing}}}\n";
  }

  private void signing(Map<String, String> data) {
    scene.secret("signing", "gitopsbinding.dev/signing", data);
  }

  /** How many files below the operator's cache folder hold a text. */
  private static long filesWith(String text) throws IOException {
    try (Stream<Path> files = Files.walk(CACHE.path())) {
      return files
          .filter(Files::isRegularFile)
          .filter(
              file ->
                  Command.in(CACHE.path())
                          .attempt(new byte[0], "grep", "-q", text, file.toString())
                          .exitCode()
                      == 0)
          .count();
    }
  }

  @Test
  void itsOwnSshServerServesBothRepositories() {
    // Given
    String tip = prepared();
    scene.createSecret("ssh", gitea.authorizedKey(), gitea.knownHosts());

    // When
    scene.apply(
        "web",
        spec()
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
      login(gitea.token("write:repository"));
      List<String> commits = source.commits(6);
      manifest.commit(PATH, deploymentYaml(image + ":" + commits.getFirst()));
      registry.push("acme/web", commits.get(3));

      // When
      scene.apply(
          "web",
          spec()
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
    String base = prepared();
    String deployed = source.commit("README", "deployed");
    manifest.commit(PATH, deploymentYaml(IMAGE + ":" + deployed));
    String other = source.rewrite(base, "README", "other");

    // When
    scene.apply("web", spec().replaceFirst("(source: .*)}\n", "$1, rewind: Hold}\n"));

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

  /** A source commit, a manifest that holds another one's tag, and a login for both; the commit. */
  private String prepared() {
    manifest.commit(PATH, deploymentYaml(IMAGE + ":old"));
    login(gitea.token("write:repository"));
    return source.commit("README", "first");
  }

  private void login(String token) {
    scene.opaqueSecret(
        "gitea",
        Map.of("gitopsbinding.dev/hosts", gitea.host()),
        Map.of("username", GiteaServer.USER, "password", token, "ca.crt", gitea.authorityPem()));
  }

  private void forge(String token) {
    scene.opaqueSecret(
        "forge",
        Map.of("gitopsbinding.dev/hosts", gitea.host()),
        Map.of("bearerToken", token, "ca.crt", gitea.authorityPem()));
  }

  private String spec() {
    return scene
        .spec()
        .replace(scene.git.url(scene.sourceName), source.url())
        .replace(scene.git.url(scene.manifestName), manifest.url())
        .replace("secretRef: {name: git}", "secretRef: {name: gitea}");
  }

  private String withChecks(String more) {
    return spec()
        .replaceFirst(
            "(source: .*)}\n",
            "$1, checks: {provider: Gitea, apiURL: \"%s\", secretRef: {name: forge}%s}}\n"
                .formatted(gitea.apiUrl(), more));
  }

  /** How many of the operator's local copies hold an object. */
  private static long copiesWith(String object) throws IOException {
    try (Stream<Path> files = Files.walk(CACHE.path())) {
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
