package dev.gitopsbinding.reconcile;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.controller.ResourceAction;
import io.javaoperatorsdk.operator.processing.event.source.controller.ResourceEvent;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The events that come from inside the operator, some of them later. The SDK's own timer counts by
 * the machine's clock: set back by an hour, it would wake nobody for an hour.
 */
final class WakeUps extends AbstractEventSource<Void, GitOpsBinding> {
  /** Late enough for the SDK to have forgotten the deleted binding of the same name. */
  private static final long REBORN_MILLIS = 1000;

  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("wake-ups").factory());
  private final Map<ResourceID, Future<?>> alarms = new ConcurrentHashMap<>();

  WakeUps() {
    super(Void.class, "wake-ups");
    timer.setRemoveOnCancelPolicy(true);
  }

  /** Has a binding looked at now. */
  void wake(ResourceID binding) {
    handle(new Event(binding));
  }

  /** Has a binding looked at then, and not at the time that was set before. */
  void wakeAfter(ResourceID binding, Duration delay) {
    alarms.compute(
        binding,
        (_, before) -> {
          if (before != null) {
            before.cancel(false);
          }
          return timer.schedule(() -> wake(binding), delay.toMillis(), TimeUnit.MILLISECONDS);
        });
  }

  /** Has a binding looked at no more. */
  void cancel(ResourceID binding) {
    Optional.ofNullable(alarms.remove(binding)).ifPresent(alarm -> alarm.cancel(false));
  }

  /**
   * Tells of a binding that was made while the SDK still worked on a deleted one of the same name:
   * the SDK takes both for one, and forgets the new with the old.
   */
  void announce(GitOpsBinding binding) {
    var event = new ResourceEvent(ResourceAction.ADDED, ResourceID.fromResource(binding), binding);
    var _ = timer.schedule(() -> handle(event), REBORN_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void stop() {
    super.stop();
    timer.shutdownNow();
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
