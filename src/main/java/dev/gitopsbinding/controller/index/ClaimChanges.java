package dev.gitopsbinding.controller.index;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.plan.ClaimPolicy;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Notes which image fields and branches each binding claims, and wakes the other bindings of these
 * fields, and those that push to these branches, when the claim changes.
 */
public final class ClaimChanges {
  private final TargetOwners owners = new TargetOwners();
  private final ImageFieldIndex images;
  private final PushBranchIndex pushes;
  private final ReconcileTimer timer;

  /** Knows of no claim yet. */
  public ClaimChanges(BindingIndex index, ReconcileTimer timer) {
    this.images = new ImageFieldIndex(index);
    this.pushes = new PushBranchIndex(index);
    this.timer = timer;
  }

  /** Notes what a binding writes and reads, and how far its claim goes by its status. */
  public void claim(Binding binding, GitOpsBindingStatus status) {
    note(
        binding.id(),
        new TargetOwners.Wish(
            binding.writeTargets(),
            PushBranchIndex.branches(binding),
            ClaimPolicy.of(binding, status)));
  }

  /** Notes that a binding writes nothing: it is gone, or its spec cannot be read. */
  public void renounce(BindingId binding) {
    note(binding, null);
  }

  private void note(BindingId binding, TargetOwners.@Nullable Wish wanted) {
    TargetOwners.Contested contested = owners.change(binding, wanted);
    Stream.concat(
            contested.fields().stream().flatMap(field -> images.byField(field).stream()),
            contested.branches().stream().flatMap(branch -> pushes.byBranch(branch).stream()))
        .distinct()
        .filter(other -> !other.equals(binding))
        .forEach(timer::wake);
  }
}
