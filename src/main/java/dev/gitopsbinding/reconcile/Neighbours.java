package dev.gitopsbinding.reconcile;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.BranchIdentity;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.plan.Binding;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Scalar;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What one binding has to do with others, and the events by which they wake each other. */
final class Neighbours {
  private final WakeUps wakeUps = new WakeUps();
  private final Claims claims = new Claims();
  private final Map<BranchIdentity, Fact.Known<CommitSha>> tips = new ConcurrentHashMap<>();
  private volatile Optional<BindingIndex> index = Optional.empty();

  /** The watched Deployments, and the wake-ups. */
  List<EventSource<?, GitOpsBinding>> prepareEventSources(
      EventSourceContext<GitOpsBinding> context) {
    BindingIndex bindings = BindingIndex.on(context.getPrimaryCache());
    index = Optional.of(bindings);
    var deployments =
        InformerEventSourceConfiguration.from(Deployment.class, GitOpsBinding.class)
            .withName("deployments")
            .withPrimaryToSecondaryMapper((GitOpsBinding binding) -> BindingIndex.targetOf(binding))
            .withSecondaryToPrimaryMapper(
                deployment -> bindings.byTarget(ResourceID.fromResource(deployment)))
            .withNamespacesInheritedFromController()
            .withItemStore(new TransformingItemStore<>(Workloads::strip))
            .build();
    return List.of(new InformerEventSource<>(deployments, context), wakeUps);
  }

  /** Has a binding looked at now. */
  void wake(BindingId binding) {
    wakeUps.wake(new ResourceID(binding.name(), binding.namespace()));
  }

  /** Has a binding looked at that was made anew under the name of a deleted one. */
  void wakeReborn(GitOpsBinding resource) {
    wakeUps.announce(resource);
  }

  /** An older binding that wants the same scalar. */
  Optional<BindingId> rivalOf(Binding binding) {
    return index.flatMap(bindings -> bindings.rivalOf(binding));
  }

  /** Whether a binding is still as it was observed. */
  boolean isCurrent(Binding binding, String uid) {
    return index.filter(bindings -> bindings.isCurrent(binding, uid)).isPresent();
  }

  /** Notes what a binding wants to write, and wakes its rivals where that changed. */
  void claim(BindingId binding, Optional<Scalar> wanted) {
    claims.change(binding, wanted).stream()
        .flatMap(scalar -> index.stream().flatMap(bindings -> bindings.byScalar(scalar).stream()))
        .filter(other -> !other.equals(binding))
        .forEach(this::wake);
  }

  /** Notes a source tip, and wakes its readers where a newer read found that it moved. */
  void sourceSeen(Binding binding, Fact<CommitSha> tip) {
    if (!(tip instanceof Fact.Known<CommitSha> known)) {
      return;
    }
    BranchIdentity branch = binding.source().branch().identity();
    Fact.Known<CommitSha> before = tips.get(branch);
    Fact.Known<CommitSha> after =
        tips.merge(branch, known, (old, now) -> now.at().isAfter(old.at()) ? now : old);
    if (before != null && after.equals(known) && !before.value().equals(known.value())) {
      wakeReaders(branch, binding.id());
    }
  }

  /** When the newest known tip of the binding's source branch was read, by whomever. */
  Optional<Instant> sourceSeenAt(Binding binding) {
    return Optional.ofNullable(tips.get(binding.source().branch().identity())).map(Fact.Known::at);
  }

  /** Forgets a binding that is gone. */
  void forget(BindingId binding) {
    claim(binding, Optional.empty());
  }

  private void wakeReaders(BranchIdentity branch, BindingId reader) {
    index.stream()
        .flatMap(bindings -> bindings.bySource(branch).stream())
        .filter(other -> !other.equals(reader))
        .forEach(this::wake);
  }
}
