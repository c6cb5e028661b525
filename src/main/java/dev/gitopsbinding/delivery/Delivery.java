package dev.gitopsbinding.delivery;

import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.lane.push.PendingPush;
import dev.gitopsbinding.model.ChangeSet;

/** Brings changes to the manifest repository. Thread-safe. */
@FunctionalInterface
public interface Delivery {
  /**
   * Hands a change over and returns at once.
   *
   * @param manifest the branch that the change is read from
   * @return ends with a result, never with an exception
   */
  PendingPush deliver(Remote manifest, ChangeSet change);
}
