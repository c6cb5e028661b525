package dev.gitopsbinding.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.Reason;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.plan.Binding;
import dev.gitopsbinding.plan.Bindings;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.plan.Workload;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

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

  @Test
  void retriesBackOffToFiveMinutesAndStartAnewAfterASuccess() {
    // Given
    var schedule = new Schedule(leaping(), () -> 1.0);
    Observation observation = observation("{}", NOW);

    // When
    List<Duration> delays =
        IntStream.range(0, 12).mapToObj(_ -> schedule.next(observation, FAILED)).toList();

    // Then
    assertThat(delays)
        .extracting(Duration::toSeconds)
        .containsExactly(2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 300L, 300L, 300L, 300L);
    schedule.next(observation, KEPT);
    assertThat(schedule.next(observation, FAILED)).hasSeconds(2);
  }

  @Test
  void anImageIsLookedForOftenForAMinuteAndThenMoreAndMoreSeldom() {
    // Given
    var clock = new SettableSteps();
    var schedule = new Schedule(clock, () -> 0.0);
    Observation observation = observation("{interval: 5m}", NOW);
    var missing = new Outcome.AwaitingImage("web:1");

    // When
    List<Long> delays = new ArrayList<>();
    for (int look = 0; look < 20; look++) {
      Duration delay = schedule.next(observation, missing);
      delays.add(delay.toSeconds());
      clock.pass(delay);
    }

    // Then
    assertThat(delays.subList(0, 12)).containsOnly(5L);
    assertThat(delays.subList(12, 20)).containsExactly(10L, 20L, 40L, 80L, 160L, 300L, 300L, 300L);
    assertThat(schedule.next(observation, new Outcome.AwaitingImage("web:2"))).hasSeconds(5);
    assertThat(schedule.next(observation("{interval: 10s}", NOW), missing)).hasSeconds(5);
  }

  @Test
  void aLookIsNeverLaterThanTheIntervalAndALittleSpread() {
    var clock = new SettableSteps();
    var schedule = new Schedule(clock, () -> 1.0);
    var missing = new Outcome.AwaitingImage("web:1");
    assertThat(schedule.next(observation("{interval: 10s}", NOW), missing)).hasMillis(4_500);
    clock.pass(Duration.ofHours(1));
    assertThat(schedule.next(observation("{interval: 10s}", NOW), missing)).hasMillis(9_000);
  }

  /** Stands still until it is told to go on. */
  private static final class SettableSteps extends Clock {
    private Instant now = NOW;

    void pass(Duration time) {
      now = now.plus(time);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @Test
  void aLongIntervalIsTheCapOfRetries() {
    var schedule = new Schedule(leaping(), () -> 1.0);
    Observation observation = observation("{interval: 1h}", NOW);
    Duration last = Duration.ZERO;
    for (int attempt = 0; attempt < 40; attempt++) {
      last = schedule.next(observation, FAILED);
    }
    assertThat(last).hasHours(1);
  }

  @Test
  void anEventBeforeTheRetryIsDueDoesNotLengthenTheBackOff() {
    var schedule = new Schedule(CLOCK, () -> 1.0);
    Observation observation = observation("{}", NOW);
    schedule.next(observation, FAILED);
    assertThat(schedule.next(observation, FAILED)).hasSeconds(2);
  }

  @Test
  void aPushInFlightKeepsTheBackOff() {
    var schedule = new Schedule(leaping(), () -> 1.0);
    Observation observation = observation("{}", NOW);
    schedule.next(observation, FAILED);
    schedule.next(observation, new Outcome.InFlight("tag"));
    assertThat(schedule.next(observation, FAILED)).hasSeconds(4);
  }

  @Test
  void syncsAreSpreadOverATwentiethOfTheIntervalAndRetriesOverHalfTheirDelay() {
    var soonest = new Schedule(CLOCK, () -> 0.0);
    var latest = new Schedule(CLOCK, () -> 1.0);
    Observation observation = observation("{interval: 40s}", NOW);
    assertThat(soonest.next(observation, KEPT)).hasSeconds(40);
    assertThat(latest.next(observation, KEPT)).hasSeconds(42);
    assertThat(latest.next(observation("{interval: 1h}", NOW), KEPT)).hasSeconds(3605);
    assertThat(soonest.next(observation, FAILED)).hasSeconds(1);
  }

  @Test
  void theIntervalCountsFromTheOldestRead() {
    var schedule = new Schedule(CLOCK, () -> 0.0);
    Observation observation = observation("{interval: 100s}", NOW.minusSeconds(30));
    assertThat(schedule.next(observation, KEPT)).hasSeconds(70);
  }

  @Test
  void readsOfTheYoungerHalfOfTheIntervalAreShared() {
    var schedule = new Schedule(CLOCK, () -> 0.0);
    Binding binding = Bindings.parse(Bindings.resource("{interval: 100s}"));
    assertThat(schedule.notBefore(binding, false)).isEqualTo(NOW.minusSeconds(50));
    assertThat(schedule.notBefore(binding, true)).isEqualTo(NOW);
  }

  private static Observation observation(String spec, Instant readAt) {
    return Observation.of(
            Bindings.parse(Bindings.resource(spec)),
            GitOpsBindingStatus.EMPTY,
            Optional.empty(),
            new Workload.Missing(),
            NOW)
        .withSource(new Fact.Known<>(new CommitSha("1".repeat(40)), readAt));
  }
}
