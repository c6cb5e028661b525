package dev.gitopsbinding.controller;

import static dev.gitopsbinding.controller.ScheduleFixture.CLOCK;
import static dev.gitopsbinding.controller.ScheduleFixture.FAILED;
import static dev.gitopsbinding.controller.ScheduleFixture.KEPT;
import static dev.gitopsbinding.controller.ScheduleFixture.NOW;
import static dev.gitopsbinding.controller.ScheduleFixture.next;
import static dev.gitopsbinding.controller.ScheduleFixture.observation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.testing.time.SteppedClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When a binding is looked at next, and how old what it reads may be. */
class ScheduleTest {
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
}
