package dev.gitopsbinding.controller.index;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.controller.kube.InformerLimits;
import dev.gitopsbinding.controller.kube.WorkloadKind;
import dev.gitopsbinding.plan.Workload;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.List;

/**
 * The kinds of workloads that are watched.
 *
 * @param kinds with distinct names and types
 */
public record WorkloadKinds(List<WorkloadKind<?>> kinds) {
  public WorkloadKinds {
    kinds = List.copyOf(kinds);
  }

  /** One watch for each kind. */
  List<EventSource<?, GitOpsBinding>> eventSources(
      EventSourceContext<GitOpsBinding> context, BindingIndex bindings) {
    return kinds.stream()
        .<EventSource<?, GitOpsBinding>>map(kind -> eventSource(kind, context, bindings))
        .toList();
  }

  private static <R extends HasMetadata> InformerEventSource<R, GitOpsBinding> eventSource(
      WorkloadKind<R> kind, EventSourceContext<GitOpsBinding> context, BindingIndex bindings) {
    var watched =
        InformerEventSourceConfiguration.from(kind.type(), GitOpsBinding.class)
            .withName(kind.name())
            .withPrimaryToSecondaryMapper(
                (GitOpsBinding binding) -> bindings.targetOf(binding, kind.name()))
            .withSecondaryToPrimaryMapper(
                workload -> bindings.byTarget(kind.name(), ResourceID.fromResource(workload)))
            .withNamespacesInheritedFromController()
            .withInformerListLimit(InformerLimits.LIST_LIMIT)
            .build();
    return new InformerEventSource<>(watched, context);
  }

  /** The target of a binding. */
  public Workload targetOf(Binding binding, Context<GitOpsBinding> context) {
    return kinds.stream()
        .filter(kind -> kind.name().equals(binding.target().kind()))
        .findFirst()
        .map(kind -> read(kind, context))
        .orElseGet(Workload.Missing::new);
  }

  private static <R extends HasMetadata> Workload read(
      WorkloadKind<R> kind, Context<GitOpsBinding> context) {
    return context
        .getSecondaryResource(kind.type())
        .<Workload>map(kind::read)
        .orElseGet(Workload.Missing::new);
  }
}
