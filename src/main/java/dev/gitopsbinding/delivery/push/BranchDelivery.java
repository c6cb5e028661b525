package dev.gitopsbinding.delivery.push;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.delivery.Delivery;
import dev.gitopsbinding.delivery.PendingDelivery;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.lane.Lanes;
import dev.gitopsbinding.git.lane.push.PendingPush;
import dev.gitopsbinding.model.ChangeSet;
import dev.gitopsbinding.model.PushResult;
import java.util.concurrent.CompletableFuture;

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
  public PendingDelivery deliver(Binding binding, Remote manifest, ChangeSet change) {
    return new PushedChange(lanes.submit(manifest, manifest.branch().branch(), change));
  }

  private record PushedChange(PendingPush push) implements PendingDelivery {
    @Override
    public CompletableFuture<PushResult> result() {
      return push.result();
    }

    @Override
    public boolean withdraw() {
      return push.withdraw();
    }
  }
}
