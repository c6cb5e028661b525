package dev.gitopsbinding.scenario.forge;

import static dev.gitopsbinding.scenario.stage.OperatorStage.IMAGE;
import static dev.gitopsbinding.scenario.stage.OperatorStage.PATH;
import static dev.gitopsbinding.scenario.stage.OperatorStage.condition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.scenario.stage.OperatorStage;
import dev.gitopsbinding.scenario.stage.Scene;
import dev.gitopsbinding.testing.apiserver.ClassStage;
import dev.gitopsbinding.testing.gitea.GiteaRepository;
import dev.gitopsbinding.testing.gitea.GiteaServer;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Checks, and statuses of source commits, at a real Gitea. */
class GiteaStatusesIT {
  @RegisterExtension
  static final ClassStage<OperatorStage> STAGE =
      ClassStage.of(api -> OperatorStage.start(api, Map.of()));

  private final GiteaScene hosted = new GiteaScene(STAGE.get().scene());
  private final GiteaServer gitea = hosted.gitea;
  private final Scene scene = hosted.scene;
  private final GiteaRepository source = hosted.source;
  private final GiteaRepository manifest = hosted.manifest;

  @Test
  void aTagWaitsForTheStatusesOfItsCommit() {
    // Given
    String tip = hosted.prepared();
    hosted.forge(gitea.token("read:repository"));
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
    String tip = hosted.prepared();
    source.report(tip, "", "failure", "/ada/jobs/1");
    for (int i = 0; i < 50; i++) {
      source.report(tip, "job " + i, "success", "");
    }
    hosted.forge(gitea.token("read:repository"));

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
    String tip = hosted.prepared();
    source.report(tip, "build", "success", "");

    // When
    hosted.forge("wrong");
    scene.apply("web", withChecks(", names: [build]"));

    // Then
    GitOpsBindingStatus wrong = scene.awaitReason("web", "ForgeUnavailable");
    assertThat(condition(wrong, "Ready").message())
        .contains("does not accept the token", "needs the scope 'read:repository'");

    // When
    hosted.forge(gitea.token("read:user"));

    // Then
    scene.await("web", now -> condition(now, "Ready").message().contains("does not let the token"));

    // When
    hosted.forge(gitea.token("read:repository"));

    // Then
    scene.awaitReady("web", tip);
  }

  @Test
  void theSourceCommitShowsHowFarItsTagHasCome() {
    // Given
    String good = hosted.prepared();
    String context = "gitopsbinding/%s/web ".formatted(scene.namespace);
    String target = "Deployment web in " + scene.namespace;
    hosted.forge(gitea.token("write:repository"));

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
    String tip = hosted.prepared();
    hosted.forge(gitea.token("read:repository"));

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
    return hosted
        .spec()
        .replaceFirst(
            "(source: .*)}\n",
            "$1, report: CommitStatus, commitStatus: {provider: Gitea, apiURL: \"%s\", secretRef: {name: forge}%s}}\n"
                .formatted(gitea.apiUrl(), more));
  }

  private String withChecks(String more) {
    return hosted
        .spec()
        .replaceFirst(
            "(source: .*)}\n",
            "$1, checks: {provider: Gitea, apiURL: \"%s\", secretRef: {name: forge}%s}}\n"
                .formatted(gitea.apiUrl(), more));
  }
}
