package dev.gitopsbinding.controller;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.controller.index.BindingEventSources;
import dev.gitopsbinding.controller.kube.StatusWriter;
import dev.gitopsbinding.controller.sync.UncertainPushes;
import dev.gitopsbinding.logging.BindingLog;
import dev.gitopsbinding.model.BindingId;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.List;
import java.util.function.Consumer;

/** Syncs one binding; called by the SDK for each event of the binding. */
@ControllerConfiguration(
    name = BindingReconciler.NAME,
    generationAwareEventProcessing = false,
    // Every sync sets the ReconcileTimer; a timer of the SDK would stay in memory when replaced.
    maxReconciliationInterval =
        @MaxReconciliationInterval(interval = Constants.NO_MAX_RECONCILIATION_INTERVAL),
    triggerReconcilerOnAllEvents = true)
public final class BindingReconciler implements Reconciler<GitOpsBinding> {
  /** The controller's name, which is the field manager of the statuses it writes. */
  public static final String NAME = "gitopsbinding-operator";

  private final ResourceSync sync;
  private final StatusWriter statuses;
  private final BindingEventSources eventSources;
  private final UncertainPushes doubts;
  private final List<Consumer<BindingId>> memories;

  /**
   * A reconciler to be registered once.
   *
   * @param memories called for a binding that is gone, so that nothing is kept of it
   */
  public BindingReconciler(
      ResourceSync sync,
      StatusWriter statuses,
      BindingEventSources eventSources,
      UncertainPushes doubts,
      List<Consumer<BindingId>> memories) {
    this.sync = sync;
    this.statuses = statuses;
    this.eventSources = eventSources;
    this.doubts = doubts;
    this.memories = List.copyOf(memories);
  }

  /**
   * Called when this process becomes the leader. An earlier leader may have pushed for any binding
   * that exists now, and the status of that push may be lost.
   */
  void begin() {
    doubts.begin(eventSources.index()::all);
    sync.lead();
  }

  @Override
  public List<EventSource<?, GitOpsBinding>> prepareEventSources(
      EventSourceContext<GitOpsBinding> context) {
    return eventSources.prepare(context);
  }

  @Override
  public UpdateControl<GitOpsBinding> reconcile(
      GitOpsBinding watched, Context<GitOpsBinding> context) throws InterruptedException {
    GitOpsBinding resource = statuses.newest(watched);
    var id = new BindingId(resource.getMetadata().getNamespace(), resource.getMetadata().getName());
    if (context.isPrimaryResourceDeleted() || watched.isMarkedForDeletion()) {
      memories.forEach(memory -> memory.accept(id));
      wakeSuccessor(resource, context);
      return UpdateControl.noUpdate();
    }
    try (var _ = BindingLog.within(id)) {
      sync.sync(id, resource, context);
      return UpdateControl.noUpdate();
    } catch (StackOverflowError | AssertionError | LinkageError e) {
      // The SDK retries after exceptions only; after an error it would never sync the binding
      // again.
      throw new IllegalStateException("The sync failed because of an error in the operator", e);
    }
  }

  /** Wakes a binding that was created again under the name of the deleted one. */
  private void wakeSuccessor(GitOpsBinding deleted, Context<GitOpsBinding> context) {
    context
        .getPrimaryCache()
        .get(ResourceID.fromResource(deleted))
        .filter(successor -> !successor.isMarkedForDeletion())
        .ifPresent(eventSources.timer()::announce);
  }
}
