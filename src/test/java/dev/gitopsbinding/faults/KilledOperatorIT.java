package dev.gitopsbinding.faults;

import static dev.gitopsbinding.scenario.OperatorStage.IMAGE;
import static dev.gitopsbinding.scenario.OperatorStage.PATH;
import static dev.gitopsbinding.scenario.OperatorStage.PATIENCE;
import static dev.gitopsbinding.scenario.OperatorStage.deploymentYaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.scenario.Scene;
import dev.gitopsbinding.testing.ClassStage;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.FaultyForwarder.Mode;
import dev.gitopsbinding.testing.GitBrake;
import dev.gitopsbinding.testing.OperatorProgram;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The process is killed at each step of a push and started anew, as Kubernetes starts a container
 * anew in its pod. The end is the same as without the fault.
 */
class KilledOperatorIT {
  private static final String POD = "operator-0";

  /** 128 and the number of SIGTERM. */
  private static final int TERMINATED = 143;

  @RegisterExtension static final ClassStage<ProgramStage> STAGE = ClassStage.of(ProgramStage::set);

  private static OperatorProgram operator;

  private final ProgramStage stage = STAGE.get();
  private final Scene scene = stage.scene();
  private final String tip = scene.source.tip("main");

  @BeforeAll
  static void start() {
    operator = STAGE.get().startLeader(POD);
  }

  /** What was not sent yet is sent by the next process. */
  @Fault(
      value = "operator killed during the fetch",
      holds = {"I2", "I3"})
  @Test
  void whatWasNotSentYetIsPushedOnceAfterAKillDuringTheFetch() {
    try (GitBrake brake = GitBrake.inFetch(stage.git(), scene.manifest)) {
      // Given
      scene.apply("fetch", scene.spec());
      brake.awaitHeld();

      // When
      killAndStartAnew();

      // Then
      assertLanded("fetch");
      brake.releaseToTheEnd();
      assertLanded("fetch");
    }
  }

  /** The push of the dead process comes through later than that of the living. */
  @Fault(
      value = "operator killed during the push, which comes through late",
      holds = {"I1", "I3"})
  @Test
  void aPushThatOutlivesItsProcessIsNoSecondCommit() {
    try (GitBrake brake = GitBrake.beforePush(scene.manifest)) {
      // Given
      scene.apply("push", scene.spec());
      brake.awaitHeld();

      // When
      killAndStartAnew();

      // Then
      assertLanded("push");
      String landed = scene.manifest.tip("main");
      brake.releaseToTheEnd();
      assertThat(scene.manifest.tip("main")).isEqualTo(landed);
      assertLanded("push");
    }
  }

  /** The server took the push, and nobody was there to hear it. */
  @Fault(value = "operator killed after the server accepted", holds = "I3")
  @Test
  void aPushThatWasAcceptedUnheardIsNotMadeAgain() {
    try (GitBrake brake = GitBrake.afterPush(scene.manifest)) {
      // Given
      scene.apply("answer", scene.spec());
      brake.awaitHeld();
      String landed = scene.manifest.tip("main");

      // When
      killAndStartAnew();

      // Then
      assertLanded("answer");
      assertThat(scene.manifest.tip("main")).isEqualTo(landed);
    }
  }

  /** Also a person's revert after it is left alone, though no status tells of the push. */
  @Fault(value = "operator killed between push and status", holds = "I3")
  @Test
  void aPushWhoseStatusWasLostIsNotMadeAgain() {
    try (GitBrake brake = GitBrake.beforePush(scene.manifest)) {
      // Given
      double commits = commits();
      scene.apply("status", scene.spec());
      brake.awaitHeld();
      stage.api(POD).be(Mode.DOWN);
      brake.releaseToTheEnd();
      await().atMost(PATIENCE).until(() -> commits() > commits);
      assertThat(scene.status("status")).isEqualTo(GitOpsBindingStatus.EMPTY);
      operator.close();
      stage.api(POD).be(Mode.SOUND);

      // When
      killAndStartAnew();

      // Then: the push is told of though its status was lost
      assertLanded("status");
      assertThat(scene.status("status").lastPush().toTag()).isEqualTo(tip);

      // When
      scene.manifest.commit("main", PATH, deploymentYaml(IMAGE + ":old"));

      // Then
      scene.awaitReason("status", "ManifestChanged");
      assertThat(new Written(scene).sources()).containsExactly(tip);
    }
  }

  /** The branch tells of the push, and that a person has the last word. */
  @Fault(value = "operator killed between push and status, push reverted meanwhile", holds = "I3")
  @Test
  void aRevertOfAPushWhoseStatusWasLostIsLeftAlone() {
    // Given: an earlier push, of which the status tells
    scene.apply("reverted", scene.spec());
    scene.awaitReady("reverted", tip);
    try (GitBrake brake = GitBrake.beforePush(scene.manifest)) {
      double commits = commits();
      String second = scene.source.commit("main", "README", "second");
      brake.awaitHeld();
      stage.api(POD).be(Mode.DOWN);
      brake.releaseToTheEnd();
      await().atMost(PATIENCE).until(() -> commits() > commits);
      String pushed = scene.manifest.tip("main");
      operator.close();
      stage.api(POD).be(Mode.SOUND);
      assertThat(scene.status("reverted").lastPush().toTag()).isEqualTo(tip);

      // When
      scene.manifest.commit("main", PATH, deploymentYaml(IMAGE + ":" + tip));
      scene.manifest.commit("main", "README", "of somebody else");
      killAndStartAnew();

      // Then
      GitOpsBindingStatus held = scene.awaitReason("reverted", "ManifestChanged");
      assertThat(held.lastPush().toTag()).isEqualTo(second);
      assertThat(held.lastPush().fromTag()).isEqualTo(tip);
      assertThat(held.lastPush().commit()).isEqualTo(pushed);
      assertThat(new Written(scene).sources()).containsExactly(tip, second);

      // When
      String third = scene.source.commit("main", "README", "third");

      // Then
      scene.awaitReady("reverted", third);
      new Written(scene).isOnceEach(tip, second, third);
    }
  }

  /** A binding that has no status yet is in no other case. */
  @Fault(value = "operator killed between first push and status, push reverted", holds = "I3")
  @Test
  void aRevertOfAFirstPushWhoseStatusWasLostIsLeftAlone() {
    try (GitBrake brake = GitBrake.beforePush(scene.manifest)) {
      // Given
      double commits = commits();
      scene.apply("first", scene.spec());
      brake.awaitHeld();
      stage.api(POD).be(Mode.DOWN);
      brake.releaseToTheEnd();
      await().atMost(PATIENCE).until(() -> commits() > commits);
      operator.close();
      stage.api(POD).be(Mode.SOUND);
      assertThat(scene.status("first")).isEqualTo(GitOpsBindingStatus.EMPTY);

      // When
      scene.manifest.commit("main", PATH, deploymentYaml(IMAGE + ":old"));
      killAndStartAnew();

      // Then
      scene.awaitReason("first", "ManifestChanged");
      assertThat(new Written(scene).sources()).containsExactly(tip);
    }
  }

  /** A push that hangs does not hold the end up; the server may finish it alone. */
  @Fault(
      value = "operator terminated during a push that hangs",
      holds = {"I2", "I3"})
  @Test
  void aPushThatHangsDoesNotHoldTheEndUp() {
    try (GitBrake brake = GitBrake.beforePush(scene.manifest)) {
      // Given
      scene.apply("hangs", scene.spec());
      brake.awaitHeld();

      // When
      OperatorProgram.Ended ended = operator.terminate(gracePeriod());

      // Then
      assertThat(ended.exitCode()).isEqualTo(TERMINATED);
      brake.releaseToTheEnd();
      killAndStartAnew();
      assertLanded("hangs");
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

  private static void killAndStartAnew() {
    operator.close();
    operator = STAGE.get().startLeader(POD);
  }

  private void assertLanded(String binding) {
    scene.awaitReady(binding, tip);
    new Written(scene).isOnceEach(tip);
    assertThat(stage.processFolders(POD)).containsExactly("process-" + operator.pid());
  }
}
