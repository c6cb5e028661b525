package dev.gitopsbinding.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.PathCommit;
import dev.gitopsbinding.plan.fact.SelectedCommit;
import dev.gitopsbinding.plan.fact.Workload;
import dev.gitopsbinding.testing.SteppedClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScheduleTest {
  private static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  /** Every look finds it two hours later, so that each retry is due. */
  private static Clock leaping() {
    var looks = new AtomicInteger();
    return new Clock() {
      @Override
      public Instant instant() {
        return NOW.plusSeconds(7200L * looks.getAndIncrement());
      }

      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }
    };
  }

  private static final Outcome FAILED = new Outcome.Stopped(Reason.HOST_UNREACHABLE, "");
  private static final Outcome KEPT = new Outcome.Kept("tag");
  private static final Outcome MISSING =
      new Outcome.Waiting(Reason.IMAGE_NOT_FOUND, "web:1", "it is missing.");

  private static boolean lookIsDue(Schedule schedule, Observation observation) {
    return schedule.lookIsDue(observation, Reason.IMAGE_NOT_FOUND, "web:1");
  }

  @Test
  void retriesBackOffToFiveMinutesAndStartAnewAfterASuccess() {
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

  @Test
  void anImageIsLookedForOftenForAMinuteThenMoreAndMoreSeldomAndWhenItBecomesOverdue() {
    // Given
    var clock = new SteppedClock(NOW);
    var schedule = new Schedule(clock, () -> 0.0);
    Observation observation = observation("{interval: 5m}", NOW);
    Duration waited = Duration.ZERO;

    // When
    List<Long> delays = new ArrayList<>();
    for (int look = 0; look < 21; look++) {
      assertThat(lookIsDue(schedule, observation)).isTrue();
      Duration delay = schedule.next(observation, MISSING, waited);
      delays.add(delay.toSeconds());
      waited = waited.plus(delay);
      clock.pass(delay);
    }

    // Then
    assertThat(delays.subList(0, 12)).containsOnly(5L);
    assertThat(delays.subList(12, 21))
        .containsExactly(10L, 20L, 40L, 80L, 160L, 300L, 230L, 300L, 300L);
  }

  @Test
  void eventsThatComeBetweenAskNoRegistryAndShiftNothing() {
    // Given
    var clock = new SteppedClock(NOW);
    var schedule = new Schedule(clock, () -> 0.0);
    Observation observation = observation("{interval: 1h}", NOW);
    Duration waited = Duration.ofMinutes(3);
    assertThat(schedule.next(observation, MISSING, waited)).hasSeconds(130);

    // Then
    for (int event = 0; event < 12; event++) {
      clock.pass(Duration.ofSeconds(10));
      assertThat(lookIsDue(schedule, observation)).isFalse();
      assertThat(schedule.next(observation, MISSING, waited.plusSeconds(10L * event)))
          .hasSeconds(120 - 10L * event);
    }
    clock.pass(Duration.ofSeconds(10));
    assertThat(lookIsDue(schedule, observation)).isTrue();
  }

  @Test
  void anotherTagAnotherSpecOrARequestAsksAtOnce() {
    // Given
    var schedule = new Schedule(CLOCK, () -> 0.0);
    Observation observation = observation("{interval: 1h}", NOW);
    schedule.next(observation, MISSING, Duration.ofMinutes(3));
    assertThat(lookIsDue(schedule, observation)).isFalse();
    var edited = Bindings.resource("{interval: 1h}");
    edited.getMetadata().setGeneration(4L);
    var requested = Bindings.resource("{interval: 1h}");
    requested.getMetadata().getAnnotations().put("gitopsbinding.dev/requestedAt", "now");

    // Then
    assertThat(schedule.lookIsDue(observation, Reason.IMAGE_NOT_FOUND, "web:2")).isTrue();
    assertThat(schedule.lookIsDue(observation, Reason.PUSH_IN_PROGRESS, "web:1"))
        .as("what another rule waits for")
        .isTrue();
    assertThat(lookIsDue(schedule, observation(Bindings.parse(edited), NOW))).isTrue();
    assertThat(lookIsDue(schedule, observation(Bindings.parse(requested), NOW))).isTrue();
    schedule.next(observation, KEPT, Duration.ZERO);
    assertThat(lookIsDue(schedule, observation)).as("after the wait").isTrue();
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
  void whatAUserMendsIsTriedAtLeastEveryMinute(Reason reason) {
    var schedule = new Schedule(leaping(), () -> 1.0);
    Observation observation = observation("{interval: 10s}", NOW);
    Duration last = Duration.ZERO;
    for (int attempt = 0; attempt < 20; attempt++) {
      last = next(schedule, observation, new Outcome.Stopped(reason, ""));
    }
    assertThat(last).hasMinutes(1);
  }

  @Test
  void aClockThatWasSetBackLooksOften() {
    var schedule = new Schedule(CLOCK, () -> 0.0);
    Observation observation = observation("{interval: 5m}", NOW);
    assertThat(schedule.next(observation, MISSING, Duration.ofDays(-1))).hasSeconds(5);
  }

  @Test
  void aLookIsNeverLaterThanTheInterval() {
    var clock = new SteppedClock(NOW);
    var schedule = new Schedule(clock, () -> 1.0);
    Observation observation = observation("{interval: 10s}", NOW);
    assertThat(schedule.next(observation, MISSING, Duration.ZERO)).hasMillis(4_500);
    clock.pass(Duration.ofMillis(4_500));
    assertThat(schedule.next(observation, MISSING, Duration.ofHours(1))).hasMillis(9_000);
  }

  @Test
  void newerCommitsWithoutAnImageAreLookedForOnTheScheduleOfImagesAndReadsStayFresh() {
    // Given
    Schedule schedule = new Schedule(CLOCK, () -> 0);
    Observation old = observation("source: {url: \"https://h/r\", ref: {branch: m}}", NOW);
    Observation newer =
        old.with(
            Questions.SELECTED_COMMIT,
            new Fact.Known<>(new SelectedCommit(new CommitSha("2".repeat(40)), 3, false), NOW));
    String tip = "ghcr.io/acme/web:" + "1".repeat(40);

    // Then
    assertThat(next(schedule, old, KEPT)).isEqualTo(Duration.ofMinutes(2));
    assertThat(next(schedule, newer, KEPT)).isEqualTo(Duration.ofSeconds(5));
    assertThat(schedule.lookIsDue(newer, Reason.IMAGE_NOT_FOUND, tip)).isFalse();
    assertThat(new Schedule(CLOCK, () -> 0).next(newer, KEPT, Duration.ofHours(1)))
        .as("no read becomes older than the interval")
        .isEqualTo(Duration.ofMinutes(2));

    // When
    Observation read =
        observation("source: {url: \"https://h/r\", ref: {branch: m}}", NOW.minusSeconds(90));

    // Then
    assertThat(
            new Schedule(CLOCK, () -> 0)
                .next(
                    read.with(
                        Questions.SELECTED_COMMIT,
                        new Fact.Known<>(
                            new SelectedCommit(new CommitSha("2".repeat(40)), 3, false), NOW)),
                    KEPT,
                    Duration.ofHours(1)))
        .isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void withPathsTheNewestCommitThatCountsIsLookedFor() {
    // Given
    Schedule schedule = new Schedule(CLOCK, () -> 0);
    CommitSha newest = new CommitSha("3".repeat(40));
    Observation newer =
        observation("source: {url: \"https://h/r\", ref: {branch: m}, paths: {include: [a]}}", NOW)
            .with(Questions.PATH_COMMIT, new Fact.Known<>(new PathCommit.Found(newest, null), NOW))
            .with(
                Questions.SELECTED_COMMIT,
                new Fact.Known<>(new SelectedCommit(new CommitSha("2".repeat(40)), 3, false), NOW));

    // When
    next(schedule, newer, KEPT);

    // Then
    assertThat(
            schedule.lookIsDue(newer, Reason.IMAGE_NOT_FOUND, "ghcr.io/acme/web:" + newest.hex()))
        .isFalse();
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
    assertThat(next(schedule, soon, stopped)).as("back-off").hasMillis(1_500);
  }

  @Test
  void theImageOfAFixIsLookedForOnTheScheduleOfImages() {
    // Given
    Schedule schedule = new Schedule(CLOCK, () -> 0);
    Outcome held = new Outcome.Stopped(Reason.ROLLED_BACK, "On hold.");
    Observation old = observation("source: {url: \"https://h/r\", ref: {branch: m}}", NOW);
    Observation fix =
        old.with(
            Questions.SELECTED_COMMIT,
            new Fact.Known<>(new SelectedCommit(new CommitSha("2".repeat(40)), 1, false), NOW));

    // Then
    assertThat(next(schedule, old, held)).isEqualTo(Duration.ofMinutes(2));
    assertThat(next(schedule, fix, held)).isEqualTo(Duration.ofSeconds(5));
    assertThat(
            schedule.lookIsDue(fix, Reason.IMAGE_NOT_FOUND, "ghcr.io/acme/web:" + "1".repeat(40)))
        .isFalse();
  }

  @Test
  void aPushInFlightKeepsTheBackOff() {
    var schedule = new Schedule(leaping(), () -> 1.0);
    Observation observation = observation("{}", NOW);
    next(schedule, observation, FAILED);
    next(schedule, observation, new Outcome.InFlight("tag"));
    assertThat(next(schedule, observation, FAILED)).hasSeconds(4);
  }

  @Test
  void syncsAreSpreadOverATwentiethOfTheIntervalAndRetriesOverHalfTheirDelay() {
    var soonest = new Schedule(CLOCK, () -> 0.0);
    var latest = new Schedule(CLOCK, () -> 1.0);
    Observation observation = observation("{interval: 40s}", NOW);
    assertThat(next(soonest, observation, KEPT)).hasSeconds(40);
    assertThat(next(latest, observation, KEPT)).hasSeconds(42);
    assertThat(next(latest, observation("{interval: 1h}", NOW), KEPT)).hasSeconds(3605);
    assertThat(next(soonest, observation, FAILED)).hasSeconds(1);
  }

  @Test
  void theIntervalCountsFromTheOldestRead() {
    var schedule = new Schedule(CLOCK, () -> 0.0);
    Observation observation = observation("{interval: 100s}", NOW.minusSeconds(30));
    assertThat(next(schedule, observation, KEPT)).hasSeconds(70);
  }

  @Test
  void readsOfTheYoungerHalfOfTheIntervalAreShared() {
    var schedule = new Schedule(CLOCK, () -> 0.0);
    Binding binding = Bindings.parse(Bindings.resource("{interval: 100s}"));
    assertThat(schedule.notBefore(binding, false)).isEqualTo(NOW.minusSeconds(50));
    assertThat(schedule.notBefore(binding, true)).isEqualTo(NOW);
  }

  @Test
  void whileARequestIsOpenReadsAreSharedThatAreYoungerThanIt() {
    // Given
    var clock = new SteppedClock(NOW);
    var schedule = new Schedule(clock, () -> 0.0);
    Binding binding = Bindings.parse(Bindings.resource("{interval: 100s}"));

    // Then
    assertThat(schedule.notBefore(binding, true)).isEqualTo(NOW);
    clock.pass(Duration.ofSeconds(10));
    assertThat(schedule.notBefore(binding, true)).isEqualTo(NOW);
    clock.pass(Duration.ofSeconds(50));
    assertThat(schedule.notBefore(binding, true)).isEqualTo(NOW.plusSeconds(10));
    schedule.notBefore(binding, false);
    assertThat(schedule.notBefore(binding, true)).isEqualTo(NOW.plusSeconds(60));
  }

  @Test
  void whoAsksForFreshReadsHasWhatIsWaitedForLookedForOnce() {
    // Given
    var clock = new SteppedClock(NOW);
    var schedule = new Schedule(clock, () -> 0.0);
    Observation observation = observation("{interval: 100s}", NOW);
    next(schedule, observation, MISSING);
    assertThat(lookIsDue(schedule, observation)).isFalse();

    // When
    schedule.askFreshReads(List.of(observation.binding().id()));

    // Then
    assertThat(lookIsDue(schedule, observation)).as("before a sync begins").isFalse();
    schedule.notBefore(observation.binding(), false);
    assertThat(lookIsDue(schedule, observation)).isTrue();
    next(schedule, observation, MISSING);
    schedule.notBefore(observation.binding(), false);
    assertThat(lookIsDue(schedule, observation)).isFalse();
  }

  private static Duration next(Schedule schedule, Observation observation, Outcome outcome) {
    return schedule.next(observation, outcome, Duration.ZERO);
  }

  private static Observation observation(String spec, Instant readAt) {
    return observation(Bindings.parse(Bindings.resource(spec)), readAt);
  }

  private static Observation observation(Binding binding, Instant readAt) {
    return Observation.of(binding, GitOpsBindingStatus.EMPTY, null, new Workload.Missing(), NOW)
        .with(Questions.SOURCE_TIP, new Fact.Known<>(new CommitSha("1".repeat(40)), readAt));
  }
}
