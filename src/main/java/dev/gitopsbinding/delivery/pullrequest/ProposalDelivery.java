package dev.gitopsbinding.delivery.pullrequest;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.push.PushTarget;
import dev.gitopsbinding.delivery.Delivery;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.lane.Lanes;
import dev.gitopsbinding.model.change.ChangeSet;
import dev.gitopsbinding.model.change.PendingPush;
import java.util.Objects;

/**
 * Pushes each change to the branch of {@code spec.push}. The pull request is opened afterwards, by
 * a {@link RequestPublisher}, as an action of the sync: a crash between the two loses nothing.
 *
 * @param lanes batches what is pushed to one branch
 */
public record ProposalDelivery(Lanes lanes) implements Delivery {
  @Override
  public boolean accepts(Binding binding) {
    return binding.push() != null;
  }

  @Override
  public PendingPush deliver(Binding binding, Remote manifest, ChangeSet change) {
    PushTarget target = Objects.requireNonNull(binding.push(), "only what it accepts");
    return lanes.submit(manifest, target.branch().branch(), change);
  }
}
