package dev.gitopsbinding.reconcile;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.controller.ResourceAction;
import io.javaoperatorsdk.operator.processing.event.source.controller.ResourceEvent;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The events that come from inside the operator. */
final class WakeUps extends AbstractEventSource<Void, GitOpsBinding> {
  /** Late enough for the SDK to have forgotten the deleted binding of the same name. */
  private static final long REBORN_MILLIS = 1000;

  WakeUps() {
    super(Void.class, "wake-ups");
  }

  /** Has a binding looked at now. */
  void wake(ResourceID binding) {
    handle(new Event(binding));
  }

  /**
   * Tells of a binding that was made while the SDK still worked on a deleted one of the same name:
   * the SDK takes both for one, and forgets the new with the old.
   */
  void announce(GitOpsBinding binding) {
    var event = new ResourceEvent(ResourceAction.ADDED, ResourceID.fromResource(binding), binding);
    CompletableFuture.delayedExecutor(REBORN_MILLIS, TimeUnit.MILLISECONDS)
        .execute(() -> handle(event));
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
