package dev.gitopsbinding.controller;

import dev.gitopsbinding.model.BindingId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Has bindings synced with fresh reads because a hook or a request reported a change. Gathers such
 * reports for a moment, so that they lead to one sync of each binding, and one read of what the
 * bindings share. Wakes no binding more than once a second. Holds only bindings that exist.
 */
public final class WakeGathering {
  /** Hosts send several hooks for one push, and some send them before a read would see it. */
  static final Duration WINDOW = Duration.ofMillis(200);

  static final Duration MIN_INTERVAL = Duration.ofSeconds(1);

  private final Schedule schedule;
  private final BiConsumer<Duration, Runnable> later;
  private final Consumer<BindingId> wake;
  private final Predicate<BindingId> exists;
  private final Clock steady;

  private final Set<BindingId> waiting = new LinkedHashSet<>();
  private final Map<BindingId, Instant> woken = new HashMap<>();

  /**
   * Without bindings that wait.
   *
   * @param later runs a task after a delay
   * @param wake starts a sync
   * @param exists whether a binding is not deleted
   * @param steady a monotonic clock
   */
  public WakeGathering(
      Schedule schedule,
      BiConsumer<Duration, Runnable> later,
      Consumer<BindingId> wake,
      Predicate<BindingId> exists,
      Clock steady) {
    this.schedule = schedule;
    this.later = later;
    this.wake = wake;
    this.exists = exists;
    this.steady = steady;
  }

  /** Has bindings synced soon, with reads that are made from then on. */
  public synchronized void wake(Collection<BindingId> bindings) {
    boolean idle = waiting.isEmpty();
    waiting.addAll(bindings);
    if (idle && !waiting.isEmpty()) {
      later.accept(WINDOW, this::wakeDue);
    }
  }

  private synchronized void wakeDue() {
    Instant now = steady.instant();
    woken.values().removeIf(at -> !now.isBefore(at.plus(MIN_INTERVAL)));
    List<BindingId> due = waiting.stream().filter(one -> !woken.containsKey(one)).toList();
    due.forEach(waiting::remove);
    due.forEach(one -> woken.put(one, now));
    schedule.askFreshReads(due);
    for (BindingId binding : due) {
      if (exists.test(binding)) {
        wake.accept(binding);
      } else {
        schedule.forget(binding);
      }
    }
    if (!waiting.isEmpty()) {
      later.accept(WINDOW, this::wakeDue);
    }
  }
}
