package dev.gitopsbinding.controller;

import static dev.gitopsbinding.controller.ScheduleFixture.CLOCK;
import static dev.gitopsbinding.controller.ScheduleFixture.FAILED;
import static dev.gitopsbinding.controller.ScheduleFixture.KEPT;
import static dev.gitopsbinding.controller.ScheduleFixture.NOW;
import static dev.gitopsbinding.controller.ScheduleFixture.leaping;
import static dev.gitopsbinding.controller.ScheduleFixture.next;
import static dev.gitopsbinding.controller.ScheduleFixture.observation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.testing.time.SteppedClock;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When a sync that failed is tried again. */
class RetryScheduleTest {
  @Test
  void retriesBackOffToFiveMinutesAndStartAgainAfterASuccess() {
    // Given
    var schedule = new Schedule(leaping(), () -> 1.0);
    Observation observation = observation("{}", NOW);

    // When
    List<Duration> delays =
        IntStream.range(0, 12).mapToObj(_ -> next(schedule, observation, FAILED)).toList();

    // Then
    assertThat(delays)
        .extracting(Duration::toSeconds)
        .containsExactly(2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 300L, 300L, 300L, 300L);
    next(schedule, observation, KEPT);
    assertThat(next(schedule, observation, FAILED)).hasSeconds(2);
  }

  @ParameterizedTest
  @EnumSource(
      value = Reason.class,
      names = {
        "SECRET_NOT_FOUND",
        "SECRET_NOT_CONSENTED",
        "AUTHENTICATION_FAILED",
        "HOST_KEY_UNKNOWN",
        "BRANCH_NOT_FOUND",
        "FILE_NOT_FOUND",
        "IMAGE_NOT_IN_FILE"
      })
  void whatAUserCanFixIsTriedAtLeastEveryMinute(Reason reason) {
    var schedule = new Schedule(leaping(), () -> 1.0);
    Observation observation = observation("{interval: 10s}", NOW);
    Duration last = Duration.ZERO;
    for (int attempt = 0; attempt < 20; attempt++) {
      last = next(schedule, observation, new Outcome.Stopped(reason, ""));
    }
    assertThat(last).hasMinutes(1);
  }

  @Test
  void aLongIntervalIsTheCapOfRetries() {
    var schedule = new Schedule(leaping(), () -> 1.0);
    Observation observation = observation("{interval: 1h}", NOW);
    Duration last = Duration.ZERO;
    for (int attempt = 0; attempt < 40; attempt++) {
      last = next(schedule, observation, FAILED);
    }
    assertThat(last).hasHours(1);
  }

  @Test
  void anEventBeforeTheRetryIsDueDoesNotLengthenTheBackOff() {
    var schedule = new Schedule(CLOCK, () -> 1.0);
    Observation observation = observation("{}", NOW);
    next(schedule, observation, FAILED);
    assertThat(next(schedule, observation, FAILED)).hasSeconds(2);
  }

  @Test
  void aHostThatWantsToBeLeftAloneIsNotAskedEarlier() {
    var schedule = new Schedule(new SteppedClock(NOW), () -> 0.5);
    Failure limited = new Failure.Limited(Reason.RATE_LIMITED, "", NOW.plusSeconds(600));
    Outcome stopped = Outcome.Stopped.because(limited);
    Observation observation =
        observation("{}", NOW).with(Questions.MANIFEST, new Fact.Unavailable<>(limited));
    assertThat(next(schedule, observation, stopped)).hasMillis(602_500);
    Observation soon =
        observation("{}", NOW)
            .with(
                Questions.MANIFEST,
                new Fact.Unavailable<>(
                    new Failure.Limited(Reason.RATE_LIMITED, "", NOW.minusSeconds(5))));
    assertThat(next(schedule, soon, stopped)).as("backoff").hasMillis(1_500);
  }

  @Test
  void aPushInFlightKeepsTheBackOff() {
    var schedule = new Schedule(leaping(), () -> 1.0);
    Observation observation = observation("{}", NOW);
    next(schedule, observation, FAILED);
    next(schedule, observation, new Outcome.InFlight("tag"));
    assertThat(next(schedule, observation, FAILED)).hasSeconds(4);
  }
}
