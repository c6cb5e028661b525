package dev.gitopsbinding.controller.index;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The events that come from inside the operator, some of them later. The SDK's own timer counts by
 * the machine's clock: set back by an hour, it would wake nobody for an hour.
 */
final class ReconcileTimerEventSource extends AbstractEventSource<Void, GitOpsBinding> {
  /** Late enough for the SDK to have forgotten the deleted binding of the same name. */
  private static final long REBORN_MILLIS = 1000;

  private final Supplier<ScheduledExecutorService> timers;
  private final Map<ResourceID, Future<?>> alarms = new ConcurrentHashMap<>();
  private volatile Optional<ScheduledExecutorService> timer = Optional.empty();

  ReconcileTimerEventSource() {
    this(ReconcileTimerEventSource::newTimer);
  }

  /**
   * @param timers makes a timer for each start
   */
  ReconcileTimerEventSource(Supplier<ScheduledExecutorService> timers) {
    super(Void.class, "wake-ups");
    this.timers = timers;
  }

  @Override
  public void start() {
    timer = Optional.of(timers.get());
    super.start();
  }

  private static ScheduledExecutorService newTimer() {
    var threads = Thread.ofPlatform().daemon().name("wake-ups").factory();
    var executor = new ScheduledThreadPoolExecutor(1, threads);
    executor.setRemoveOnCancelPolicy(true);
    // Who schedules while this stops gets no exception.
    executor.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    return executor;
  }

  @Override
  public void stop() {
    super.stop();
    timer.ifPresent(ExecutorService::shutdownNow);
    alarms.clear();
  }

  /** Has a binding looked at now. */
  void wake(ResourceID binding) {
    handle(new Event(binding));
  }

  /** Has a binding looked at after the delay, and not at the time that was set before. */
  void wakeAfter(ResourceID binding, Duration delay) {
    timer.ifPresent(
        executor ->
            alarms.compute(
                binding,
                (_, before) -> {
                  if (before != null) {
                    before.cancel(false);
                  }
                  // Not in milliseconds: what is due then must not find itself too early.
                  return executor.schedule(
                      () -> wake(binding), delay.toNanos(), TimeUnit.NANOSECONDS);
                }));
  }

  /** Runs a task after the delay, on a thread of its own; never after this was stopped. */
  void runAfter(Duration delay, Runnable task) {
    timer.ifPresent(
        executor -> {
          var _ =
              executor.schedule(
                  () -> Thread.startVirtualThread(task), delay.toMillis(), TimeUnit.MILLISECONDS);
        });
  }

  /** Forgets the time that was set for a binding. */
  void cancel(ResourceID binding) {
    Optional.ofNullable(alarms.remove(binding)).ifPresent(alarm -> alarm.cancel(false));
  }

  /**
   * Tells of a binding that was made while the SDK still worked on a deleted one of the same name:
   * the SDK takes both for one, and forgets the new with the old.
   */
  void announce(GitOpsBinding binding) {
    var event = new ResourceEvent(ResourceAction.ADDED, ResourceID.fromResource(binding), binding);
    timer.ifPresent(
        executor -> {
          var _ = executor.schedule(() -> handle(event), REBORN_MILLIS, TimeUnit.MILLISECONDS);
        });
  }

  @Override
  public Set<Void> getSecondaryResources(GitOpsBinding binding) {
    return Set.of();
  }

  private void handle(Event event) {
    if (isRunning()) {
      getEventHandler().handleEvent(event);
    }
  }
}
