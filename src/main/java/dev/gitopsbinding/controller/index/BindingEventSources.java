package dev.gitopsbinding.controller.index;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The sources of the events by which bindings are synced, beside the bindings themselves.
 *
 * @param index is added to the cache of bindings
 * @param observers is added there too; null if nobody asks for observers
 * @param timer started and stopped with the sources
 * @param workloads the kinds of workloads that bindings can target
 */
public record BindingEventSources(
    BindingIndex index,
    @Nullable ObserverIndex observers,
    ReconcileTimer timer,
    WorkloadKinds workloads) {
  /** The sources for one controller; to be called once, before the cache of bindings is filled. */
  public List<EventSource<?, GitOpsBinding>> prepare(EventSourceContext<GitOpsBinding> context) {
    index.addTo(context.getPrimaryCache());
    if (observers != null) {
      observers.addTo(context.getPrimaryCache());
    }
    return Stream.concat(Stream.of(timer), workloads.eventSources(context).stream()).toList();
  }
}
