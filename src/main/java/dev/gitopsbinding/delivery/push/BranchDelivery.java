package dev.gitopsbinding.delivery.push;

import dev.gitopsbinding.delivery.Delivery;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.lane.Lanes;
import dev.gitopsbinding.git.lane.push.PendingPush;
import dev.gitopsbinding.model.ChangeSet;

/**
 * Pushes each change to the branch that it was read from.
 *
 * @param lanes batches what is pushed to one branch
 */
public record BranchDelivery(Lanes lanes) implements Delivery {
  @Override
  public PendingPush deliver(Remote manifest, ChangeSet change) {
    return lanes.submit(manifest, manifest.branch().branch(), change);
  }
}
