package dev.gitopsbinding.controller.index;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.plan.Fact;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Notes the tips of source branches, and wakes all bindings of a branch when one of them finds a
 * new tip.
 */
public final class SourceChanges {
  private final SourceChangeLog log = new SourceChangeLog();
  private final BindingIndex index;
  private final ReconcileTimer timer;
  private final Consumer<BindingId> pushers;

  /**
   * Knows of no tip yet.
   *
   * @param pushers called for each binding that may push, before it is woken by a new tip
   */
  public SourceChanges(BindingIndex index, ReconcileTimer timer, Consumer<BindingId> pushers) {
    this.index = index;
    this.timer = timer;
    this.pushers = pushers;
  }

  /** Notes what a binding read of its source branch, or that it follows none. */
  public void note(Binding binding, Fact<CommitSha> fact) {
    RemoteBranch branch = binding.sourceLocation().map(Binding.Location::branch).orElse(null);
    if (branch == null) {
      log.forget(binding.id());
      return;
    }
    log.reads(binding.id(), branch);
    if (fact instanceof Fact.Known<CommitSha>(CommitSha tip, Instant at)
        && log.note(branch, tip, at)) {
      List<Binding> others =
          index.bySource(branch.identity()).stream()
              .filter(other -> !other.id().equals(binding.id()))
              .toList();
      others.stream().filter(other -> !other.previews()).map(Binding::id).forEach(pushers);
      others.stream().map(Binding::id).forEach(timer::wake);
    }
  }

  /** When any binding last found a new tip of this binding's source branch. */
  public Optional<Instant> changedAt(Binding binding) {
    return binding.sourceLocation().flatMap(source -> log.movedAt(source.branch().identity()));
  }

  /** Forgets a binding that is gone. */
  public void forget(BindingId binding) {
    log.forget(binding);
  }
}
