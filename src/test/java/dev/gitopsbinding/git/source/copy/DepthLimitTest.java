package dev.gitopsbinding.git.source.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.model.Reason;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DepthLimitTest {
  private static final long HOUR = DepthLimit.RETRY.toNanos();

  private final DepthLimit limit = new DepthLimit();

  @Test
  void aStepThatIsTooLargeIsRefusedForAnHourAndShallowerOnesAreNot() {
    assertThat(limit.failed(Reason.RECEIVED_TOO_MUCH, 2, Duration.ZERO, 5)).isTrue();

    assertThat(limit.allows(1, 5)).isTrue();
    assertThat(limit.allows(2, 5 + HOUR - 1)).isFalse();
    assertThat(limit.allows(3, 5)).isFalse();
    assertThat(limit.allows(2, 5 + HOUR)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(
      value = Reason.class,
      names = {"TIMED_OUT", "CACHE_FULL"})
  void whatMayBeByChanceIsTriedTwice(Reason reason) {
    assertThat(limit.failed(reason, 1, DepthLimit.FAIR, 5)).isFalse();
    assertThat(limit.allows(1, 5)).isTrue();

    assertThat(limit.failed(reason, 1, DepthLimit.FAIR, 6)).isTrue();
    assertThat(limit.allows(1, 6)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(
      value = Reason.class,
      names = {"TIMED_OUT", "CACHE_FULL"})
  void aStepThatWasFetchedShowsThatItWasByChance(Reason reason) {
    assertThat(limit.failed(reason, 1, DepthLimit.FAIR, 5)).isFalse();
    limit.succeeded();

    assertThat(limit.failed(reason, 2, DepthLimit.FAIR, 6)).isFalse();
  }

  @Test
  void stepsAreLeftOutOnlyWithEnoughTimeAndNotAfterThatHasFailed() {
    Duration fair = DepthLimit.FAIR;
    assertThat(limit.mayLeap(3, fair.minusNanos(1), 5)).isFalse();
    assertThat(limit.mayLeap(3, fair, 5)).isTrue();

    limit.failed(Reason.RATE_LIMITED, 1, 3, fair, 5);
    limit.failed(Reason.HOST_UNREACHABLE, 2, 3, fair, 5);
    assertThat(limit.mayLeap(3, fair, 5)).as("no step was left out").isTrue();

    limit.failed(Reason.HOST_UNREACHABLE, 1, 3, fair, 5);
    assertThat(limit.mayLeap(3, fair, 5 + HOUR - 1)).isFalse();
    assertThat(limit.allows(3, 5)).as("the step itself is none of the matter").isTrue();
    assertThat(limit.mayLeap(3, fair, 5 + HOUR)).isTrue();

    limit.refuse(3, 5 + HOUR);
    assertThat(limit.mayLeap(3, fair, 5 + HOUR)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(
      value = Reason.class,
      names = {"TIMED_OUT", "CACHE_FULL"})
  void anAttemptAtAllCommitsIsNoneAtFewer(Reason reason) {
    assertThat(limit.failed(reason, 1, 3, DepthLimit.FAIR, 5)).isFalse();

    assertThat(limit.failed(reason, 1, 2, DepthLimit.FAIR, 6)).isFalse();
    assertThat(limit.allows(2, 6)).isTrue();
    assertThat(limit.failed(reason, 1, 2, DepthLimit.FAIR, 7)).isTrue();
  }

  @Test
  void whoHasLittleTimeDoesNotJudgeForOthers() {
    for (int i = 0; i < 5; i++) {
      assertThat(limit.failed(Reason.TIMED_OUT, 1, DepthLimit.FAIR.minusNanos(1), 5)).isFalse();
    }
    assertThat(limit.allows(1, 5)).isTrue();
  }

  @Test
  void anotherHistoryMayFit() {
    limit.refuse(1, 5);
    limit.forget();

    assertThat(limit.allows(1, 5)).isTrue();
  }

  @Test
  void otherFailuresSayNothingAboutTheDepth() {
    for (int i = 0; i < 5; i++) {
      assertThat(limit.failed(Reason.HOST_UNREACHABLE, 1, DepthLimit.FAIR, 5)).isFalse();
    }
    assertThat(limit.allows(1, 5)).isTrue();
  }
}
