package dev.gitopsbinding.delivery;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.model.change.ChangeSet;
import dev.gitopsbinding.model.change.PendingPush;
import java.util.List;

/**
 * All ways to bring changes to the manifest repository.
 *
 * @param inOrder the first that accepts a binding delivers its changes
 */
public record Deliveries(List<Delivery> inOrder) {
  /** Copies the list. */
  public Deliveries {
    inOrder = List.copyOf(inOrder);
  }

  /** Hands a change to the first delivery that accepts the binding. */
  public PendingPush deliver(Binding binding, Remote manifest, ChangeSet change) {
    return inOrder.stream()
        .filter(delivery -> delivery.accepts(binding))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no delivery accepts " + binding.id()))
        .deliver(binding, manifest, change);
  }
}
