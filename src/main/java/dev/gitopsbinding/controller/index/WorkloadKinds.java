package dev.gitopsbinding.controller.index;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.controller.kube.InformerLimits;
import dev.gitopsbinding.controller.workload.WorkloadKind;
import dev.gitopsbinding.plan.fact.Workload;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.List;
import java.util.stream.Stream;

/**
 * The kinds of workloads that bindings can target. Those that are watched from the start have an
 * informer of the SDK; all others are watched from the first sync on that asks for one.
 */
public final class WorkloadKinds {
  private final List<WorkloadKind<?>> kinds;
  private final BindingIndex bindings;
  private final LazyWorkloads others;

  /**
   * @param kinds with distinct names and types
   */
  public WorkloadKinds(List<WorkloadKind<?>> kinds, BindingIndex bindings, ReconcileTimer timer) {
    this.kinds = List.copyOf(kinds);
    this.bindings = bindings;
    this.others = new LazyWorkloads(bindings, timer);
  }

  /** One watch for each kind that is watched from the start, and one source for all others. */
  List<EventSource<?, GitOpsBinding>> eventSources(EventSourceContext<GitOpsBinding> context) {
    others.prepare(context);
    return Stream.concat(
            kinds.stream()
                .filter(WorkloadKind::isWatchedFromStart)
                .map(kind -> eventSource(kind, context)),
            Stream.<EventSource<?, GitOpsBinding>>of(others))
        .toList();
  }

  private <R extends HasMetadata> EventSource<?, GitOpsBinding> eventSource(
      WorkloadKind<R> kind, EventSourceContext<GitOpsBinding> context) {
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

  /** The target of a binding; may wait for the first list of its kind. */
  public Workload targetOf(Binding binding, Context<GitOpsBinding> context)
      throws InterruptedException {
    for (WorkloadKind<?> kind : kinds) {
      if (kind.name().equals(binding.target().kind())) {
        return kind.isWatchedFromStart()
            ? watched(kind, context)
            : others.read(kind, binding.id().namespace(), binding.target().name());
      }
    }
    return new Workload.Missing();
  }

  private static <R extends HasMetadata> Workload watched(
      WorkloadKind<R> kind, Context<GitOpsBinding> context) {
    return context
        .getSecondaryResource(kind.type())
        .map(kind::read)
        .orElseGet(Workload.Missing::new);
  }
}
