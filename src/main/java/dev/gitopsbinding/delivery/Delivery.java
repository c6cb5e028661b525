package dev.gitopsbinding.delivery;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.model.change.ChangeSet;
import dev.gitopsbinding.model.change.PendingPush;

/** One way to bring changes to the manifest repository. Thread-safe. */
public interface Delivery {
  /** Whether a binding asks for this way. The last one that is tried takes every binding. */
  boolean accepts(Binding binding);

  /**
   * Hands a change over and returns at once.
   *
   * @param manifest the branch that the change is read from
   * @return ends with a result, never with an exception
   */
  PendingPush deliver(Binding binding, Remote manifest, ChangeSet change);
}
