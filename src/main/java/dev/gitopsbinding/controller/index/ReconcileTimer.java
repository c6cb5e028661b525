package dev.gitopsbinding.controller.index;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.model.BindingId;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceAction;
import io.javaoperatorsdk.operator.processing.event.source.controller.ResourceEvent;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Starts syncs of bindings, now or after a delay. Replaces the SDK's own timer, which counts by the
 * machine's clock: if that clock is set back by an hour, the SDK starts no sync for an hour.
 */
public final class ReconcileTimer extends AbstractEventSource<Void, GitOpsBinding> {
  /** Late enough for the SDK to have forgotten the deleted binding of the same name. */
  private static final long RECREATED_DELAY_MILLIS = 1000;

  private final Map<BindingId, ScheduledFuture<?>> alarms = new ConcurrentHashMap<>();
  private final Supplier<ScheduledExecutorService> executors;
  private volatile @Nullable ScheduledExecutorService executor;

  /** A timer that does nothing until the SDK starts it. */
  public ReconcileTimer() {
    this(ReconcileTimer::newExecutor);
  }

  /**
   * @param executors makes an executor for each start
   */
  ReconcileTimer(Supplier<ScheduledExecutorService> executors) {
    super(Void.class, "reconcile-timer");
    this.executors = executors;
  }

  @Override
  public void start() {
    executor = executors.get();
    super.start();
  }

  private static ScheduledExecutorService newExecutor() {
    var threads = Thread.ofPlatform().daemon().name("reconcile-timer").factory();
    var executor = new ScheduledThreadPoolExecutor(1, threads);
    executor.setRemoveOnCancelPolicy(true);
    // A caller that schedules while the timer is stopped gets no exception.
    executor.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    return executor;
  }

  @Override
  public void stop() {
    super.stop();
    if (executor != null) {
      executor.shutdownNow();
    }
    alarms.clear();
  }

  /** Has a binding synced now. */
  public void wake(BindingId binding) {
    handle(new Event(new ResourceID(binding.name(), binding.namespace())));
  }

  /** Has a binding synced after the delay, instead of at the time that was set before. */
  public void wakeAfter(BindingId binding, Duration delay) {
    ScheduledExecutorService running = executor;
    if (running == null) {
      return;
    }
    alarms.compute(
        binding,
        (_, before) -> {
          if (before != null) {
            before.cancel(false);
          }
          // In nanoseconds: rounded down to milliseconds, the sync would begin before it is due.
          return running.schedule(() -> wake(binding), delay.toNanos(), TimeUnit.NANOSECONDS);
        });
  }

  /** How long it is until the time that is set for a binding; empty if none is set. */
  public Optional<Duration> untilNext(BindingId binding) {
    return Optional.ofNullable(alarms.get(binding))
        .map(alarm -> Duration.ofNanos(alarm.getDelay(TimeUnit.NANOSECONDS)))
        .filter(left -> !left.isNegative());
  }

  /** Runs a task after the delay, on a virtual thread; never after the timer was stopped. */
  public void runAfter(Duration delay, Runnable task) {
    schedule(() -> Thread.startVirtualThread(task), delay.toMillis());
  }

  /** Forgets the time that was set for a binding. */
  public void cancel(BindingId binding) {
    ScheduledFuture<?> alarm = alarms.remove(binding);
    if (alarm != null) {
      alarm.cancel(false);
    }
  }

  /**
   * Announces a binding that was created while the SDK still worked on a deleted one of the same
   * name: the SDK takes both for one, and forgets the new one together with the old one.
   */
  public void announce(GitOpsBinding binding) {
    var event = new ResourceEvent(ResourceAction.ADDED, ResourceID.fromResource(binding), binding);
    schedule(() -> handle(event), RECREATED_DELAY_MILLIS);
  }

  @Override
  public Set<Void> getSecondaryResources(GitOpsBinding binding) {
    return Set.of();
  }

  private void schedule(Runnable task, long millis) {
    if (executor != null) {
      var _ = executor.schedule(task, millis, TimeUnit.MILLISECONDS);
    }
  }

  private void handle(Event event) {
    if (isRunning()) {
      getEventHandler().handleEvent(event);
    }
  }
}
