package dev.gitopsbinding.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.scenario.stage.Scene;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.apiserver.ClassStage;
import dev.gitopsbinding.testing.git.GitCommandBlocker;
import dev.gitopsbinding.testing.net.FaultyForwarder.Mode;
import dev.gitopsbinding.testing.program.OperatorProgram;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Two processes and one lease: the leader ends, stands still, or is cut off in the middle of a
 * push, and the other one goes on.
 */
class ReplicasIT {
  /**
   * The lease has to run out, and who waits for it looks within 2 s. The rest is for slow machines.
   */
  private static final Duration TAKE_OVER =
      LeaderElectionConfiguration.LEASE_DURATION_DEFAULT_VALUE.plusSeconds(2 + 10);

  /**
   * A lease that was given back is taken within 2 s; the rest is for slow machines. One that has to
   * run out takes 13 s and more.
   */
  private static final Duration HAND_OVER = Duration.ofSeconds(2 + 4);

  /** 128 and the number of SIGTERM. */
  private static final int TERMINATED = 143;

  /** 128 and the number of SIGINT. */
  private static final int INTERRUPTED = 130;

  /** Between SIGTERM and SIGKILL, as in the shipped Deployment. */
  private static final Duration GRACE = Duration.ofSeconds(30);

  private static final int LEADERSHIP_LOST = 1;

  @RegisterExtension static final ClassStage<ProgramStage> STAGE = ClassStage.of(ProgramStage::set);

  private static int pods;

  /** Works in a test's beginning. */
  private static OperatorProgram leader;

  /** Waits for the lease in a test's beginning, and leads in its end. */
  private static OperatorProgram other;

  private final ProgramStage stage = STAGE.get();
  private final Scene scene = stage.scene();
  private final String tip = scene.source.tip("main");

  @BeforeAll
  static void start() {
    other = STAGE.get().startLeader(nextPod());
  }

  @BeforeEach
  void startTheNextProcess() {
    leader = other;
    leader.awaitLeading(stage.api().admin());
    other = stage.start(nextPod());
  }

  @AfterEach
  void endTheOldLeader() {
    leader.close();
  }

  /** Within the lease's time the other one does what the dead one did not. */
  @Fault(
      value = "leader killed during the push",
      holds = {"I2", "I3"})
  @Test
  void theOtherTakesOverAndPushesOnceWhenTheLeaderIsKilled(TestInfo test) {
    try (GitCommandBlocker blocker = GitCommandBlocker.beforePush(scene.manifest)) {
      // Given
      scene.apply("killed", scene.spec());
      blocker.awaitHeld();

      // When
      leader.close();
      Duration took = awaitTakeOver(test);

      // Then
      assertThat(took).isLessThan(TAKE_OVER);
      scene.awaitReady("killed", tip);
      blocker.releaseToTheEnd();
      new Written(scene).isOnceEach(tip);
    }
  }

  /** What is under way is finished, and the other one need not wait for the lease to run out. */
  @Fault(
      value = "leader terminated (SIGTERM), another replica waits",
      holds = {"I2", "I3"})
  @Test
  void aLeaderThatIsAskedToEndHandsTheLeaseOverAtOnce(TestInfo test) {
    // Given
    scene.apply("handed", scene.spec());
    scene.awaitReady("handed", tip);
    other.awaitReady();

    // When
    long start = System.nanoTime();
    OperatorProgram.Ended ended = leader.terminate(HAND_OVER);
    assertThat(lastHolder()).isNotEqualTo(leader.setup().name());
    awaitTakeOver(test);
    Duration took = Duration.ofNanos(System.nanoTime() - start);

    // Then
    System.out.printf(
        "%s: ended after %.1f s, taken over after %.1f s%n",
        test.getDisplayName(), ended.after().toMillis() / 1e3, took.toMillis() / 1e3);
    assertThat(took).isLessThan(HAND_OVER);
    assertThat(ended.exitCode()).isEqualTo(TERMINATED);
    assertThat(leader.logText())
        .contains(
            "Starting GitOpsBinding operator 0.", ", Java 25", "Stopping GitOpsBinding operator 0.")
        .contains("Released the lease gitopsbinding-system/gitopsbinding-operator")
        .containsPattern("Stopped GitOpsBinding operator 0\\..* after [0-9]+ ms")
        .doesNotContain("ERROR", "Exception");
    String newer = scene.source.commit("main", "README", "second");
    scene.request("handed", "now");
    scene.awaitReady("handed", newer);
    new Written(scene).isOnceEach(tip, newer);
  }

  /** SIGINT, as from a terminal, does the same. */
  @Fault(value = "leader interrupted (SIGINT) while it reads", holds = "I2")
  @Test
  void aLeaderThatIsInterruptedAbandonsAReadThatHangs(TestInfo test) {
    try (GitCommandBlocker blocker = GitCommandBlocker.inFetch(stage.git(), scene.manifest)) {
      // Given
      scene.apply("interrupted", scene.spec());
      blocker.awaitHeld();
      other.awaitReady();

      // When
      leader.interrupt();
      assertThat(awaitTakeOver(test)).isLessThan(HAND_OVER.plusSeconds(3));
      OperatorProgram.Ended ended = leader.awaitEnd(GRACE);

      // Then
      assertThat(ended.exitCode()).isEqualTo(INTERRUPTED);
      assertThat(leader.logText()).contains("Stopped GitOpsBinding operator");
      blocker.releaseToTheEnd();
      scene.awaitReady("interrupted", tip);
      new Written(scene).isOnceEach(tip);
    }
  }

  /** The loss of the lease and the request to end come at once; neither waits for the other. */
  @Fault(value = "leader terminated while it loses its lease", holds = "I2")
  @Test
  void aLeaderThatLosesItsLeaseWhileItIsAskedToEndDoesNotHang() {
    // Given
    other.awaitReady();

    // When
    leader.pause();
    letLeaseRunOut();
    leader.terminate();
    leader.resume();

    // Then
    assertThat(leader.awaitEnd(GRACE).exitCode()).isIn(TERMINATED, LEADERSHIP_LOST);
    assertThat(other.leads(stage.api().admin()))
        .as("nobody's lease but its own is given back")
        .isTrue();
    scene.apply("lost", scene.spec());
    scene.awaitReady("lost", tip);
  }

  /** An API server that does not answer does not hold the end up. */
  @Fault(value = "leader terminated while the API server is silent", holds = "I2")
  @Test
  void aLeaderThatCannotGiveTheLeaseBackEndsNevertheless() {
    // Given
    stage.api(leader.setup().name()).be(Mode.SILENT);

    // When
    OperatorProgram.Ended ended = leader.terminate(GRACE);

    // Then
    assertThat(ended.exitCode()).isIn(TERMINATED, LEADERSHIP_LOST);
    assertThat(lastHolder()).isEqualTo(leader.setup().name());
    letLeaseRunOut();
    scene.apply("silent", scene.spec());
    scene.awaitReady("silent", tip);
  }

  /** The old leader's push is refused, and the process ends when it wakes. */
  @Fault(
      value = "leader paused during the push and woken later",
      holds = {"I1", "I2", "I3"})
  @Test
  void aLeaderThatStoodStillWritesNoOlderTagWhenItWakes() {
    try (GitCommandBlocker blocker = GitCommandBlocker.beforePush(scene.manifest)) {
      // Given
      scene.apply("paused", scene.spec());
      blocker.awaitHeld();
      leader.pause();
      String newer = scene.source.commit("main", "README", "second");
      letLeaseRunOut();
      scene.awaitReady("paused", newer);

      // When
      blocker.releaseToTheEnd();
      leader.resume();

      // Then
      assertThat(leader.awaitEnd(TAKE_OVER).exitCode()).isEqualTo(LEADERSHIP_LOST);
      new Written(scene).isOnceEach(newer);
      scene.awaitReady("paused", newer);
    }
  }

  /** Also who cannot know that another one leads by now does no harm. */
  @Fault(
      value = "leader cut off from the API server and replaced",
      holds = {"I2", "I3"})
  @Test
  void aLeaderThatIsCutOffWritesNoOlderTag() {
    Scene second = stage.scene();
    try (GitCommandBlocker push = GitCommandBlocker.inFetch(stage.git(), scene.manifest);
        GitCommandBlocker read = GitCommandBlocker.beforeCommand(stage.git(), second.manifest)) {
      // Given
      scene.apply("push", scene.spec());
      second.apply("read", second.spec());
      push.awaitHeld();
      read.awaitHeld();
      String newer = scene.source.commit("main", "README", "second");
      String secondNewer = second.source.commit("main", "README", "second");
      // The client repeats a request that hangs for longer than the lease lasts, and as long the
      // leader does not look at the clock.
      stage.api(leader.setup().name()).be(Mode.SILENT);
      letLeaseRunOut();
      scene.awaitReady("push", newer);
      second.awaitReady("read", secondNewer);

      // When: the status comes through, as only answers are held back
      scene.awaitWrite("push", push::releaseToTheEnd);
      scene.awaitWrite("read", read::releaseToTheEnd);

      // Then
      stage.api(leader.setup().name()).be(Mode.SOUND);
      assertThat(leader.awaitEnd(TAKE_OVER).exitCode()).isEqualTo(LEADERSHIP_LOST);
      new Written(scene).isOnceEach(newer);
      new Written(second).isOnceEach(secondNewer);
    }
  }

  /**
   * Deletes the lease, which has the other one lead as if it had run out, 15 s earlier. That it
   * does run out is shown where the leader is killed.
   */
  private void letLeaseRunOut() {
    stage.lease().delete();
    other.awaitLeading(stage.api().admin());
  }

  /** Who holds the lease; empty if nobody does. */
  private static String lastHolder() {
    return Optional.ofNullable(STAGE.get().lease().get().getSpec().getHolderIdentity()).orElse("");
  }

  private static Duration awaitTakeOver(TestInfo test) {
    long start = System.nanoTime();
    other.awaitLeading(STAGE.get().api().admin());
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    System.out.printf(
        "%s: taken over after %.1f s%n", test.getDisplayName(), took.toMillis() / 1e3);
    return took;
  }

  private static String nextPod() {
    pods++;
    return "operator-" + pods;
  }
}
