package dev.gitopsbinding.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.testing.time.SteppedClock;
import dev.gitopsbinding.testing.time.SteppedTimer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WakeGatheringTest {
  private static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");
  private static final Binding WEB = Bindings.parse(Bindings.resource("{interval: 100s}"));
  private static final BindingId CART = new BindingId("shop", "cart");

  private final SteppedClock clock = new SteppedClock(NOW);
  private final SteppedTimer timer = new SteppedTimer();
  private final Schedule schedule = new Schedule(clock, () -> 0.0);
  private final List<BindingId> woken = new ArrayList<>();
  private final Set<BindingId> known = new HashSet<>(Set.of(WEB.id(), CART));
  private final WakeGathering wakes =
      new WakeGathering(
          schedule,
          (delay, task) -> {
            var _ = timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
          },
          woken::add,
          known::contains,
          clock);

  @Test
  void aBurstWakesEachBindingOnce() {
    for (int i = 0; i < 50; i++) {
      wakes.wake(List.of(WEB.id(), CART));
      pass(Duration.ofMillis(3));
    }
    assertThat(woken).isEmpty();

    pass(Duration.ofMillis(50));

    assertThat(woken).containsExactlyInAnyOrder(WEB.id(), CART);
    pass(Duration.ofSeconds(10));
    assertThat(woken).hasSize(2);
  }

  /** The last hook of the burst may be for a later push than the first one. */
  @Test
  void readsAreMadeAfterTheLastHook() {
    wakes.wake(List.of(WEB.id()));
    pass(Duration.ofMillis(150));
    wakes.wake(List.of(WEB.id()));
    pass(Duration.ofMillis(50));

    assertThat(woken).containsExactly(WEB.id());
    assertThat(schedule.notBefore(WEB, false)).isEqualTo(NOW.plusMillis(200));
  }

  @Test
  void aBindingIsWokenAtMostOnceASecondAndNoOtherWaitsForThat() {
    wakes.wake(List.of(WEB.id()));
    pass(Duration.ofMillis(200));
    wakes.wake(List.of(WEB.id(), CART));
    pass(Duration.ofMillis(200));
    assertThat(woken).containsExactly(WEB.id(), CART);

    for (int i = 0; i < 100; i++) {
      wakes.wake(List.of(WEB.id()));
      pass(Duration.ofMillis(50));
    }

    assertThat(woken.stream().filter(WEB.id()::equals)).hasSizeBetween(5, 6);
    pass(Duration.ofSeconds(2));
    assertThat(schedule.notBefore(WEB, false)).isAfterOrEqualTo(NOW.plusMillis(5350));
  }

  @Test
  void oneThatWasDeletedMeanwhileIsForgotten() {
    wakes.wake(List.of(WEB.id()));
    known.remove(WEB.id());

    pass(Duration.ofMillis(200));

    assertThat(woken).isEmpty();
    assertThat(schedule.notBefore(WEB, false)).isBefore(NOW);
  }

  @Test
  void nobodyWhoObservesCostsNoTimer() {
    wakes.wake(List.of());

    assertThat(timer.shutdownNow()).isEmpty();
  }

  private void pass(Duration time) {
    clock.pass(time);
    timer.pass(time);
  }
}
