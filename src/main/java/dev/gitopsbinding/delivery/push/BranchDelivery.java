package dev.gitopsbinding.delivery.push;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.delivery.Delivery;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.lane.Lanes;
import dev.gitopsbinding.model.change.ChangeSet;
import dev.gitopsbinding.model.change.PendingPush;

/**
 * Pushes each change to the branch that it was read from. Accepts every binding.
 *
 * @param lanes batches what is pushed to one branch
 */
public record BranchDelivery(Lanes lanes) implements Delivery {
  @Override
  public boolean accepts(Binding binding) {
    return true;
  }

  @Override
  public PendingPush deliver(Binding binding, Remote manifest, ChangeSet change) {
    return lanes.submit(manifest, manifest.branch().branch(), change);
  }
}
