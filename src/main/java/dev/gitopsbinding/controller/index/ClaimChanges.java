package dev.gitopsbinding.controller.index;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.plan.ClaimPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Notes which image fields each binding claims, and wakes the other bindings of these fields when
 * the claim changes.
 */
public final class ClaimChanges {
  private final TargetOwners owners = new TargetOwners();
  private final BindingIndex index;
  private final ReconcileTimer timer;

  /** Knows of no claim yet. */
  public ClaimChanges(BindingIndex index, ReconcileTimer timer) {
    this.index = index;
    this.timer = timer;
  }

  /** Notes the image fields that a binding writes, and how far its claim goes by its status. */
  public void claim(Binding binding, GitOpsBindingStatus status) {
    note(
        binding.id(),
        new TargetOwners.Wish(binding.writeTargets(), ClaimPolicy.of(binding, status)));
  }

  /** Notes that a binding writes nothing: it is gone, or its spec cannot be read. */
  public void renounce(BindingId binding) {
    note(binding, null);
  }

  private void note(BindingId binding, TargetOwners.@Nullable Wish wanted) {
    owners.change(binding, wanted).stream()
        .flatMap(field -> index.byImageField(field).stream())
        .distinct()
        .filter(other -> !other.equals(binding))
        .forEach(timer::wake);
  }
}
