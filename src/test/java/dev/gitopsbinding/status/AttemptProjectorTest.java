package dev.gitopsbinding.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.NextAttempt;
import dev.gitopsbinding.api.v1alpha1.status.RunningStatus;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.plan.Outcome;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AttemptProjectorTest {
  private static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");
  private static final Outcome FAILED = new Outcome.Stopped(Reason.HOST_UNREACHABLE, "No answer.");
  private static final GitOpsBindingStatus NEWS =
      new GitOpsBindingStatus(
          1L, null, null, null, null, new RunningStatus("web:1"), null, null, null, null);

  @Test
  void aNewStatusNamesTheNextAttempt() {
    assertThat(project(GitOpsBindingStatus.EMPTY, NEWS, FAILED, 3).nextAttempt())
        .isEqualTo(new NextAttempt("2026-02-03T04:05:09Z", "5m"));
  }

  @Test
  void anAttemptWithTheSameResultLeavesTheStatusAsItIs() {
    GitOpsBindingStatus before = project(GitOpsBindingStatus.EMPTY, NEWS, FAILED, 3);
    assertThat(project(before, before, FAILED, 7)).isSameAs(before);
  }

  @Test
  void whatIsWaitedForIsLookedForAgain() {
    var waiting = new Outcome.Waiting(Reason.IMAGE_NOT_FOUND, "web:2", "It is missing.");
    assertThat(project(GitOpsBindingStatus.EMPTY, NEWS, waiting, 5).nextAttempt().time())
        .isEqualTo("2026-02-03T04:05:11Z");
    assertThat(project(GitOpsBindingStatus.EMPTY, NEWS, new Outcome.InFlight("2"), 5).nextAttempt())
        .isNotNull();
  }

  @Test
  void aStatusThatIsReadyHasNone() {
    GitOpsBindingStatus failing = project(GitOpsBindingStatus.EMPTY, NEWS, FAILED, 3);
    GitOpsBindingStatus ready = failing.withHistory(java.util.List.of()).withRollouts(null);
    assertThat(project(GitOpsBindingStatus.EMPTY, ready, new Outcome.Kept("1"), 60).nextAttempt())
        .isNull();
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void nobodyWaitsForAnAttemptThatCannotHelp(Reason reason) {
    boolean hopeless = reason == Reason.SUSPENDED || reason.handling() == Reason.Handling.STALLED;
    NextAttempt next =
        project(GitOpsBindingStatus.EMPTY, NEWS, new Outcome.Stopped(reason, "It stopped."), 60)
            .nextAttempt();
    assertThat(next == null).isEqualTo(hopeless);
  }

  private static GitOpsBindingStatus project(
      GitOpsBindingStatus before, GitOpsBindingStatus after, Outcome outcome, long seconds) {
    return AttemptProjector.project(
        before, after, outcome, Duration.ofSeconds(seconds), Duration.ofMinutes(5), NOW);
  }
}
