package dev.gitopsbinding.controller.index;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.BranchIdentity;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.plan.Claim;
import dev.gitopsbinding.plan.ClaimPolicy;
import dev.gitopsbinding.plan.Fact;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What one binding has to do with others, and the events by which they wake each other. */
public final class Neighbours {
  private final ReconcileTimerEventSource wakeUps = new ReconcileTimerEventSource();
  private final TargetOwners claims = new TargetOwners();
  private final ParsedBindings parsed;
  private final WorkloadKinds workloads;
  private final SourceChangeLog moves = new SourceChangeLog();
  private volatile Optional<BindingIndex> index = Optional.empty();

  public Neighbours(ParsedBindings parsed, WorkloadKinds workloads) {
    this.parsed = parsed;
    this.workloads = workloads;
  }

  /** The watched workloads, and the wake-ups. */
  public List<EventSource<?, GitOpsBinding>> prepareEventSources(
      EventSourceContext<GitOpsBinding> context) {
    BindingIndex bindings = BindingIndex.on(context.getPrimaryCache(), parsed);
    index = Optional.of(bindings);
    return Stream.concat(Stream.of(wakeUps), workloads.eventSources(context, bindings).stream())
        .toList();
  }

  /** Has a binding looked at now. */
  public void wake(BindingId binding) {
    wakeUps.wake(new ResourceID(binding.name(), binding.namespace()));
  }

  /** Has a binding looked at after the delay, and not at the time that was set before. */
  public void wakeAfter(BindingId binding, Duration delay) {
    wakeUps.wakeAfter(new ResourceID(binding.name(), binding.namespace()), delay);
  }

  /** Runs a task after the delay, on a thread that may block. */
  public void runAfter(Duration delay, Runnable task) {
    wakeUps.runAfter(delay, task);
  }

  /** Wakes a binding that was created again under the name of a deleted one. */
  public void wakeReborn(GitOpsBinding resource) {
    wakeUps.announce(resource);
  }

  /** All bindings that are watched. */
  public Set<BindingId> all() {
    return index.map(BindingIndex::all).orElse(Set.of());
  }

  /** An older binding that wants the same scalar. */
  public Optional<BindingId> rivalOf(Binding binding) {
    return index.flatMap(bindings -> bindings.rivalOf(binding));
  }

  /** Whether a binding is still as it was observed, and has no rival that it has to yield to. */
  public boolean mayWrite(Binding binding, String uid) {
    return index
        .filter(bindings -> bindings.isCurrent(binding, uid))
        .filter(bindings -> bindings.rivalOf(binding).isEmpty())
        .isPresent();
  }

  /** Notes what a binding wants to write and how it is, and wakes its rivals where that changed. */
  public void claim(Binding binding, GitOpsBindingStatus status) {
    Claim claim = ClaimPolicy.of(binding, status);
    claim(binding.id(), Optional.of(new TargetOwners.Wish(binding.writeTarget(), claim)));
  }

  /** Notes that a binding wants nothing, and wakes its rivals where it did. */
  public void renounce(BindingId binding) {
    claim(binding, Optional.empty());
  }

  private void claim(BindingId binding, Optional<TargetOwners.Wish> wanted) {
    claims.change(binding, wanted).stream()
        .flatMap(scalar -> index.stream().flatMap(bindings -> bindings.byScalar(scalar).stream()))
        .filter(other -> !other.equals(binding))
        .forEach(this::wake);
  }

  /** Notes a source tip, and wakes the branch's readers where it moved. */
  public void sourceSeen(Binding binding, Fact<CommitSha> fact) {
    RemoteBranch branch = binding.source().branch();
    moves.reads(binding.id(), branch);
    if (fact instanceof Fact.Known<CommitSha>(CommitSha tip, Instant at)
        && moves.note(branch, tip, at)) {
      wakeReaders(branch.identity(), binding.id());
    }
  }

  /** When the binding's source branch was last found to have moved, by any binding. */
  public Optional<Instant> sourceMovedAt(Binding binding) {
    return moves.movedAt(binding.source().branch().identity());
  }

  /** Forgets a binding that is gone. */
  public void forget(BindingId binding) {
    wakeUps.cancel(new ResourceID(binding.name(), binding.namespace()));
    renounce(binding);
    moves.forget(binding);
  }

  private void wakeReaders(BranchIdentity branch, BindingId reader) {
    index.stream()
        .flatMap(bindings -> bindings.bySource(branch).stream())
        .filter(other -> !other.equals(reader))
        .forEach(this::wake);
  }
}
