package dev.gitopsbinding.controller.index;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Binding.Location;
import dev.gitopsbinding.binding.push.PushTarget;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.BranchIdentity;
import dev.gitopsbinding.plan.Claim;
import dev.gitopsbinding.plan.Rival;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds bindings by the branch that they push to, and by those that they read. */
final class PushBranchIndex {
  private static final String BY_PUSH = "push-branch";
  private static final String BY_READ = "read-branch";

  private final BindingIndex index;

  PushBranchIndex(BindingIndex index) {
    this.index = index;
  }

  void addTo(IndexerResourceCache<GitOpsBinding> bindings) {
    bindings.addIndexer(
        BY_PUSH,
        index.keys(binding -> pushed(binding).map(BranchIdentity::toString).stream().toList()));
    bindings.addIndexer(
        BY_READ,
        index.keys(binding -> read(binding).map(BranchIdentity::toString).distinct().toList()));
  }

  /** The bindings that push to a branch. */
  List<BindingId> byBranch(BranchIdentity branch) {
    return index.bindings(BY_PUSH, branch.toString()).map(Binding::id).toList();
  }

  /** The branches that a binding reads or pushes to, each once. */
  static List<BranchIdentity> branches(Binding binding) {
    return Stream.concat(read(binding), pushed(binding).stream()).distinct().toList();
  }

  /**
   * The oldest binding that reads the branch that this one pushes to; else the oldest one that is
   * older than this one and pushes to it for another base. Of another namespace, only one that has
   * proved by a push that it may write.
   */
  Optional<Rival> rivalOf(Binding binding) {
    return pushed(binding)
        .map(BranchIdentity::toString)
        .flatMap(
            key ->
                others(BY_READ, key, binding)
                    .filter(other -> sameNamespace(other, binding) || claim(other).binds(false))
                    .min(BindingIndex.BY_AGE)
                    .map(other -> new Rival(other.id(), Rival.Contest.PUSH_READ, List.of()))
                    .or(() -> otherBase(binding, key)));
  }

  private Optional<Rival> otherBase(Binding binding, String key) {
    return others(BY_PUSH, key, binding)
        .filter(other -> !base(other).equals(base(binding)))
        .filter(other -> BindingIndex.BY_AGE.compare(other, binding) < 0)
        .filter(other -> claim(other).binds(sameNamespace(other, binding)))
        .min(BindingIndex.BY_AGE)
        .map(oldest -> new Rival(oldest.id(), Rival.Contest.PUSH_BASE, List.of()));
  }

  private Stream<Binding> others(String by, String key, Binding binding) {
    return index.bindings(by, key).filter(other -> !other.id().equals(binding.id()));
  }

  private Claim claim(Binding binding) {
    return index.claim(binding);
  }

  private static boolean sameNamespace(Binding one, Binding other) {
    return BindingIndex.sameNamespace(one, other);
  }

  private static BranchIdentity base(Binding binding) {
    return binding.manifest().branch().identity();
  }

  private static Stream<BranchIdentity> read(Binding binding) {
    return Stream.concat(
            binding.sourceLocation().map(Location::branch).stream(),
            Stream.of(binding.manifest().branch()))
        .map(branch -> branch.identity());
  }

  private static Optional<BranchIdentity> pushed(Binding binding) {
    return Optional.ofNullable(binding.push())
        .map(PushTarget::branch)
        .map(branch -> branch.identity());
  }
}
