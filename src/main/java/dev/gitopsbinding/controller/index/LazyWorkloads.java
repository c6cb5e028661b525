package dev.gitopsbinding.controller.index;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.controller.workload.WorkloadKind;
import dev.gitopsbinding.controller.workload.WorkloadLister;
import dev.gitopsbinding.controller.workload.WorkloadWatch;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.plan.fact.Workload;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.informer.InformerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of workloads that are watched from the first sync on that asks for one: one watch for
 * each kind, or for each kind and watched namespace if the operator does not watch all.
 */
final class LazyWorkloads extends AbstractEventSource<Void, GitOpsBinding> {
  private final BindingIndex bindings;
  private final ReconcileTimer timer;
  private final Map<Scope, WorkloadWatch<?>> watches = new ConcurrentHashMap<>();
  private @Nullable KubernetesClient client;
  private boolean allNamespaces;

  /**
   * What one watch covers.
   *
   * @param namespace empty for all
   */
  private record Scope(String kind, String namespace) {}

  LazyWorkloads(BindingIndex bindings, ReconcileTimer timer) {
    super(Void.class, "workloads");
    this.bindings = bindings;
    this.timer = timer;
  }

  /** To be called once, before the SDK starts. */
  void prepare(EventSourceContext<GitOpsBinding> context) {
    client = context.getClient();
    allNamespaces =
        InformerConfiguration.allNamespacesWatched(
            context
                .getControllerConfiguration()
                .getInformerConfig()
                .getEffectiveNamespaces(context.getControllerConfiguration()));
  }

  /** What an object is now; may wait for the first list of its kind. */
  Workload read(WorkloadKind<?> kind, String namespace, String name) throws InterruptedException {
    KubernetesClient connected = client;
    if (connected == null) {
      throw new IllegalStateException("Not prepared");
    }
    return watches
        .computeIfAbsent(
            new Scope(kind.name(), allNamespaces ? "" : namespace),
            scope -> watch(kind, scope, connected))
        .read(namespace, name);
  }

  private <R extends HasMetadata> WorkloadWatch<R> watch(
      WorkloadKind<R> kind, Scope scope, KubernetesClient connected) {
    return new WorkloadWatch<>(
        kind,
        new WorkloadLister<>(connected, kind.type(), scope.namespace()),
        new Targeting(scope),
        timer::runAfter);
  }

  @Override
  public void stop() {
    super.stop();
    watches.values().forEach(WorkloadWatch::close);
  }

  @Override
  public Set<Void> getSecondaryResources(GitOpsBinding binding) {
    return Set.of();
  }

  /** The bindings that target objects of a scope. */
  private final class Targeting implements WorkloadWatch.Bindings {
    private final Scope scope;

    Targeting(Scope scope) {
      this.scope = scope;
    }

    @Override
    public boolean targetKind() {
      return !bindings.targeting(scope.kind(), scope.namespace()).isEmpty();
    }

    @Override
    public void changed(String namespace, String name) {
      for (ResourceID binding : bindings.byTarget(scope.kind(), new ResourceID(name, namespace))) {
        timer.wake(new BindingId(binding.getNamespace().orElseThrow(), binding.getName()));
      }
    }

    @Override
    public void found() {
      bindings.targeting(scope.kind(), scope.namespace()).forEach(timer::wake);
    }
  }
}
