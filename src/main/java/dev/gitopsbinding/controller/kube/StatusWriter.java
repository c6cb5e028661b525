package dev.gitopsbinding.controller.kube;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingSpec;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.net.apiserver.ApiPermits;
import dev.gitopsbinding.notify.BindingChange;
import dev.gitopsbinding.notify.EventReporter;
import dev.gitopsbinding.status.EventProjector;
import dev.gitopsbinding.trace.CurrentSpan;
import dev.gitopsbinding.trace.Span;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a status by server-side apply, only if it changed, and then reports the events. */
public final class StatusWriter {
  private static final Logger log = LoggerFactory.getLogger(StatusWriter.class);

  private static final EventFilter CHANGED = new EventFilter();

  private final EventReporter events;
  private final OwnWrites written = new OwnWrites();

  private final ApiPermits permits;
  private final Consumer<BindingId> changedMeanwhile;

  /**
   * Makes a writer.
   *
   * @param changedMeanwhile called for a binding that its user changed between the read of the
   *     resource and the write of its status. The SDK takes the answer to the write as the newest
   *     state and drops all older events, also that of the user's change.
   */
  public StatusWriter(
      EventReporter events, ApiPermits permits, Consumer<BindingId> changedMeanwhile) {
    this.events = events;
    this.permits = permits;
    this.changedMeanwhile = changedMeanwhile;
  }

  /** The newer one of the version of the watch and the version that was written here. */
  public GitOpsBinding newest(GitOpsBinding resource) {
    return written.newest(resource);
  }

  /** Forgets a binding that is gone. */
  public void forget(BindingId binding) {
    written.forget(binding);
  }

  /** Writes a status if it differs from the one of the resource, and the resource still exists. */
  public void write(
      GitOpsBinding resource, GitOpsBindingStatus after, Context<GitOpsBinding> context) {
    GitOpsBindingStatus before = statusOf(resource);
    if (after.equals(before)) {
      return;
    }
    try {
      report(
          CurrentSpan.step(
              "status",
              Span.Kind.CLIENT,
              _ ->
                  permits.call(
                      resource.getMetadata().getNamespace(),
                      () -> apply(resource, after, context))),
          resource.getSpec(),
          before,
          after);
    } catch (KubernetesClientException e) {
      if (!isGone(e, resource, context)) {
        throw e;
      }
      log.debug("The binding was deleted during its sync");
    }
  }

  /**
   * If a binding was created again under the same name, the server answers that the uid differs.
   */
  private static boolean isGone(
      KubernetesClientException e, GitOpsBinding resource, Context<GitOpsBinding> context) {
    String uid = resource.getMetadata().getUid();
    return switch (e.getCode()) {
      case HttpURLConnection.HTTP_NOT_FOUND -> true;
      case HttpURLConnection.HTTP_CONFLICT ->
          context
              .getPrimaryCache()
              .get(ResourceID.fromResource(resource))
              .filter(cached -> cached.getMetadata().getUid().equals(uid))
              .isEmpty();
      default -> false;
    };
  }

  private void report(
      ObjectReference regarding,
      @Nullable GitOpsBindingSpec spec,
      GitOpsBindingStatus before,
      GitOpsBindingStatus after) {
    for (var change : EventProjector.changes(before, after)) {
      events.report(new BindingChange(regarding, spec, before, after, change));
    }
  }

  /**
   * Writes the status of a binding that is stored in a form that its schema no longer allows. If
   * the API server refuses even that, the events alone report the problem.
   */
  public void writeUnreadable(
      GitOpsBinding resource, GitOpsBindingStatus after, Context<GitOpsBinding> context) {
    try {
      write(resource, after, context);
    } catch (KubernetesClientException e) {
      // The answer of server-side apply for a stored object that does not fit its schema.
      if (e.getCode() != HttpURLConnection.HTTP_INTERNAL_ERROR) {
        throw e;
      }
      // Without the spec: the next attempt would send the same messages again.
      report(reference(resource), null, statusOf(resource), after);
    }
  }

  /** The status that was written last. */
  public static GitOpsBindingStatus statusOf(GitOpsBinding resource) {
    return resource.getStatus() == null ? GitOpsBindingStatus.EMPTY : resource.getStatus();
  }

  /** By the uid, the server refuses a status for a binding that was deleted and created again. */
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
    this.written.note(written);
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
