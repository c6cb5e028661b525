package dev.gitopsbinding.faults;

import static dev.gitopsbinding.scenario.stage.OperatorStage.IMAGE;
import static dev.gitopsbinding.scenario.stage.OperatorStage.PATH;
import static dev.gitopsbinding.scenario.stage.OperatorStage.PATIENCE;
import static dev.gitopsbinding.scenario.stage.OperatorStage.deploymentYaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.scenario.stage.Scene;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.apiserver.ClassStage;
import dev.gitopsbinding.testing.git.GitCommandBlocker;
import dev.gitopsbinding.testing.net.FaultyForwarder.Mode;
import dev.gitopsbinding.testing.program.OperatorProgram;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The process is killed at each step of a push and started again, as Kubernetes restarts a
 * container in its pod. The end is the same as without the fault.
 */
class KilledOperatorIT {
  private static final String POD = "operator-0";

  /** 128 and the number of SIGTERM. */
  private static final int TERMINATED = 143;

  @RegisterExtension static final ClassStage<ProgramStage> STAGE = ClassStage.of(ProgramStage::set);

  private static OperatorProgram operator;

  private final ProgramStage stage = STAGE.get();
  private final Scene scene = stage.scene();

  @BeforeAll
  static void start() {
    operator = STAGE.get().startLeader(POD);
  }

  /**
   * One kill, and three bindings. What was not sent yet is sent by the next process. The push of
   * the dead process that comes through later than that of the living is no second commit. And a
   * push that the server took when nobody was there to hear it is not made again.
   */
  @Fault(
      value =
          "operator killed during a fetch, during a push that comes through late, and after the"
              + " server accepted a push",
      holds = {"I1", "I2", "I3"})
  @Test
  void whatWasUnderWayLandsOnceAfterAKill() {
    Scene fetch = scene;
    Scene push = stage.scene();
    Scene answer = stage.scene();
    try (GitCommandBlocker inFetch = GitCommandBlocker.inFetch(stage.git(), fetch.manifest);
        GitCommandBlocker beforePush = GitCommandBlocker.beforePush(push.manifest);
        GitCommandBlocker afterPush = GitCommandBlocker.afterPush(answer.manifest)) {
      // Given
      fetch.apply("fetch", fetch.spec());
      push.apply("push", push.spec());
      answer.apply("answer", answer.spec());
      inFetch.awaitHeld();
      beforePush.awaitHeld();
      afterPush.awaitHeld();
      String accepted = answer.manifest.tip("main");

      // When
      killAndRestart();

      // Then
      assertLanded(fetch, "fetch");
      assertLanded(push, "push");
      assertLanded(answer, "answer");
      assertThat(answer.manifest.tip("main")).isEqualTo(accepted);

      // When
      String landed = push.manifest.tip("main");
      inFetch.releaseToTheEnd();
      beforePush.releaseToTheEnd();

      // Then
      assertThat(push.manifest.tip("main")).isEqualTo(landed);
      assertLanded(fetch, "fetch");
      assertLanded(push, "push");
    }
  }

  /**
   * One kill, and three bindings whose push no status tells of. The branch tells of it, and a
   * person's revert, before the next start or after it, has the last word.
   */
  @Fault(
      value = "operator killed between push and status; the push reverted meanwhile, or later",
      holds = "I3")
  @Test
  void aPushWhoseStatusWasLostIsNotMadeAgain() {
    Scene later = scene;
    Scene reverted = stage.scene();
    Scene first = stage.scene();
    String laterTip = later.source.tip("main");
    String revertedTip = reverted.source.tip("main");
    String firstTip = first.source.tip("main");
    // Given: an earlier push, of which the status tells
    reverted.apply("reverted", reverted.spec());
    reverted.awaitReady("reverted", revertedTip);
    try (GitCommandBlocker laterPush = GitCommandBlocker.beforePush(later.manifest);
        GitCommandBlocker revertedPush = GitCommandBlocker.beforePush(reverted.manifest);
        GitCommandBlocker firstPush = GitCommandBlocker.beforePush(first.manifest)) {
      double commits = commits();
      String second = reverted.source.commit("main", "README", "second");
      later.apply("later", later.spec());
      first.apply("first", first.spec());
      List<GitCommandBlocker> pushes = List.of(laterPush, revertedPush, firstPush);
      pushes.forEach(GitCommandBlocker::awaitHeld);
      stage.api(POD).be(Mode.DOWN);
      pushes.forEach(GitCommandBlocker::releaseToTheEnd);
      await().atMost(PATIENCE).until(() -> commits() == commits + pushes.size());
      String pushed = reverted.manifest.tip("main");
      operator.close();
      stage.api(POD).be(Mode.SOUND);
      assertThat(later.status("later")).isEqualTo(GitOpsBindingStatus.EMPTY);
      assertThat(first.status("first")).isEqualTo(GitOpsBindingStatus.EMPTY);
      assertThat(reverted.status("reverted").lastPush().toTag()).isEqualTo(revertedTip);

      // When
      reverted.manifest.commit("main", PATH, deploymentYaml(IMAGE + ":" + revertedTip));
      reverted.manifest.commit("main", "README", "of somebody else");
      first.manifest.commit("main", PATH, deploymentYaml(IMAGE + ":old"));
      killAndRestart();

      // Then: the push is told of though its status was lost
      assertLanded(later, "later");
      assertThat(later.status("later").lastPush().toTag()).isEqualTo(laterTip);
      first.awaitReason("first", "ManifestChanged");
      assertThat(new Written(first).sources()).containsExactly(firstTip);
      GitOpsBindingStatus held = reverted.awaitReason("reverted", "ManifestChanged");
      assertThat(held.lastPush().toTag()).isEqualTo(second);
      assertThat(held.lastPush().fromTag()).isEqualTo(revertedTip);
      assertThat(held.lastPush().commit()).isEqualTo(pushed);
      assertThat(new Written(reverted).sources()).containsExactly(revertedTip, second);

      // When
      later.manifest.commit("main", PATH, deploymentYaml(IMAGE + ":old"));
      String third = reverted.source.commit("main", "README", "third");

      // Then
      later.awaitReason("later", "ManifestChanged");
      assertThat(new Written(later).sources()).containsExactly(laterTip);
      reverted.awaitReady("reverted", third);
      new Written(reverted).isOnceEach(revertedTip, second, third);
    }
  }

  /** A push that hangs does not hold the end up; the server may finish it alone. */
  @Fault(
      value = "operator terminated during a push that hangs",
      holds = {"I2", "I3"})
  @Test
  void aPushThatHangsDoesNotHoldTheEndUp() {
    try (GitCommandBlocker blocker = GitCommandBlocker.beforePush(scene.manifest)) {
      // Given
      scene.apply("hangs", scene.spec());
      blocker.awaitHeld();

      // When
      OperatorProgram.Ended ended = operator.terminate(gracePeriod());

      // Then
      assertThat(ended.exitCode()).isEqualTo(TERMINATED);
      blocker.releaseToTheEnd();
      killAndRestart();
      assertLanded(scene, "hangs");
    }
  }

  /** The time that the shipped Deployment leaves between SIGTERM and SIGKILL. */
  private static Duration gracePeriod() {
    return Duration.ofSeconds(
        STAGE
            .get()
            .api()
            .admin()
            .apps()
            .deployments()
            .inNamespace("gitopsbinding-system")
            .withName("gitopsbinding-operator")
            .get()
            .getSpec()
            .getTemplate()
            .getSpec()
            .getTerminationGracePeriodSeconds());
  }

  private static double commits() {
    return operator.sum("gitopsbinding_commits_total", "");
  }

  private static void killAndRestart() {
    operator.close();
    operator = STAGE.get().startLeader(POD);
  }

  private void assertLanded(Scene landed, String binding) {
    String tip = landed.source.tip("main");
    landed.awaitReady(binding, tip);
    new Written(landed).isOnceEach(tip);
    assertThat(stage.processFolders(POD)).containsExactly("process-" + operator.pid());
  }
}
