package dev.gitopsbinding.controller;

import static dev.gitopsbinding.controller.ScheduleFixture.CLOCK;
import static dev.gitopsbinding.controller.ScheduleFixture.KEPT;
import static dev.gitopsbinding.controller.ScheduleFixture.MISSING;
import static dev.gitopsbinding.controller.ScheduleFixture.NOW;
import static dev.gitopsbinding.controller.ScheduleFixture.lookIsDue;
import static dev.gitopsbinding.controller.ScheduleFixture.next;
import static dev.gitopsbinding.controller.ScheduleFixture.observation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.PathCommit;
import dev.gitopsbinding.plan.fact.SelectedCommit;
import dev.gitopsbinding.testing.time.SteppedClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When it is looked again for what a binding waits for. */
class LookScheduleTest {
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
      Duration delay = next(schedule, observation, MISSING, waited);
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
    assertThat(next(schedule, observation, MISSING, waited)).hasSeconds(130);

    // Then
    for (int event = 0; event < 12; event++) {
      clock.pass(Duration.ofSeconds(10));
      assertThat(lookIsDue(schedule, observation)).isFalse();
      assertThat(next(schedule, observation, MISSING, waited.plusSeconds(10L * event)))
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
    next(schedule, observation, MISSING, Duration.ofMinutes(3));
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
    next(schedule, observation, KEPT, Duration.ZERO);
    assertThat(lookIsDue(schedule, observation)).as("after the wait").isTrue();
  }

  @Test
  void aClockThatWasSetBackLooksOften() {
    var schedule = new Schedule(CLOCK, () -> 0.0);
    Observation observation = observation("{interval: 5m}", NOW);
    assertThat(next(schedule, observation, MISSING, Duration.ofDays(-1))).hasSeconds(5);
  }

  @Test
  void aLookIsNeverLaterThanTheInterval() {
    var clock = new SteppedClock(NOW);
    var schedule = new Schedule(clock, () -> 1.0);
    Observation observation = observation("{interval: 10s}", NOW);
    assertThat(next(schedule, observation, MISSING, Duration.ZERO)).hasMillis(4_500);
    clock.pass(Duration.ofMillis(4_500));
    assertThat(next(schedule, observation, MISSING, Duration.ofHours(1))).hasMillis(9_000);
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
    assertThat(next(new Schedule(CLOCK, () -> 0), newer, KEPT, Duration.ofHours(1)))
        .as("no read becomes older than the interval")
        .isEqualTo(Duration.ofMinutes(2));

    // When
    Observation read =
        observation("source: {url: \"https://h/r\", ref: {branch: m}}", NOW.minusSeconds(90));

    // Then
    assertThat(
            next(
                new Schedule(CLOCK, () -> 0),
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
}
