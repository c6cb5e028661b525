package dev.gitopsbinding.reconcile;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.status.EventProjector;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.net.HttpURLConnection;
import java.util.function.Consumer;

/** Writes a status by server-side apply, only where it changed, and then tells the events. */
final class StatusWriter {
  private final EventRecorder events;
  private static final EventFilter CHANGED = new EventFilter();

  private final ApiPermits permits;
  private final Consumer<BindingId> changedMeanwhile;

  /**
   * Makes a writer.
   *
   * @param changedMeanwhile is told of a binding whose user changed it between the read of the
   *     resource and the write of its status. The SDK takes the answer to the write for the newest
   *     state, and drops the event of all that is older, the user's change among it.
   */
  StatusWriter(EventRecorder events, ApiPermits permits, Consumer<BindingId> changedMeanwhile) {
    this.events = events;
    this.permits = permits;
    this.changedMeanwhile = changedMeanwhile;
  }

  /** Writes what changed from the resource's status to {@code after}. */
  void write(GitOpsBinding resource, GitOpsBindingStatus after, Context<GitOpsBinding> context) {
    GitOpsBindingStatus before = statusOf(resource);
    if (after.equals(before)) {
      return;
    }
    tell(permits.call(() -> apply(resource, after, context)), before, after);
  }

  private void tell(
      ObjectReference regarding, GitOpsBindingStatus before, GitOpsBindingStatus after) {
    for (var event : EventProjector.between(before, after)) {
      events.record(regarding, event);
    }
  }

  /**
   * Writes the status of a binding that is stored in a form that its schema refuses by now; where
   * the API server refuses to touch it at all, only the events tell.
   */
  void writeUnreadable(
      GitOpsBinding resource, GitOpsBindingStatus after, Context<GitOpsBinding> context) {
    try {
      write(resource, after, context);
    } catch (KubernetesClientException e) {
      // Server-side apply answers so to a stored object that does not fit its schema.
      if (e.getCode() != HttpURLConnection.HTTP_INTERNAL_ERROR) {
        throw e;
      }
      tell(reference(resource), statusOf(resource), after);
    }
  }

  /** The status that was written last. */
  static GitOpsBindingStatus statusOf(GitOpsBinding resource) {
    return resource.getStatus() == null ? GitOpsBindingStatus.EMPTY : resource.getStatus();
  }

  /** The uid makes the server refuse a status for a binding that was deleted and made anew. */
  private ObjectReference apply(
      GitOpsBinding resource, GitOpsBindingStatus status, Context<GitOpsBinding> context) {
    var fresh = new GitOpsBinding();
    fresh.setMetadata(
        new ObjectMetaBuilder()
            .withName(resource.getMetadata().getName())
            .withNamespace(resource.getMetadata().getNamespace())
            .withUid(resource.getMetadata().getUid())
            .build());
    fresh.setStatus(status);
    GitOpsBinding written =
        context
            .getClient()
            .resource(fresh)
            .subresource("status")
            .patch(
                new PatchContext.Builder()
                    .withPatchType(PatchType.SERVER_SIDE_APPLY)
                    .withFieldManager(context.getControllerConfiguration().fieldManager())
                    .withForce(true)
                    .build());
    context
        .eventSourceRetriever()
        .getControllerEventSource()
        .handleRecentResourceUpdate(ResourceID.fromResource(resource), written, resource);
    if (CHANGED.accept(written, resource)) {
      var meta = written.getMetadata();
      changedMeanwhile.accept(new BindingId(meta.getNamespace(), meta.getName()));
    }
    return reference(written);
  }

  private static ObjectReference reference(GitOpsBinding written) {
    return new ObjectReferenceBuilder()
        .withApiVersion(written.getApiVersion())
        .withKind(written.getKind())
        .withNamespace(written.getMetadata().getNamespace())
        .withName(written.getMetadata().getName())
        .withUid(written.getMetadata().getUid())
        .withResourceVersion(written.getMetadata().getResourceVersion())
        .build();
  }
}
