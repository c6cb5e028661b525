package dev.gitopsbinding.controller;

import dev.gitopsbinding.model.BindingId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The port that receives what happened in the syncs of bindings. Thread-safe. */
public interface SyncListener {
  /**
   * A sync of the binding begins, which may never end.
   *
   * @param ready whether the binding's status says Ready
   * @param reason the reason of that; null in a status that says nothing
   */
  void seen(BindingId binding, boolean ready, @Nullable String reason, boolean suspended);

  /**
   * A sync ended.
   *
   * @param result the Ready reason it ended with; one of few values, never a message
   */
  void syncEnded(String result, Duration took);

  /** Whether the binding's condition Ready is True. */
  void ready(BindingId binding, boolean ready);

  /**
   * The state that a sync of the binding ended with.
   *
   * @param reason of the condition Ready, or Suspended
   * @param rolledOut whether the condition RolledOut is True
   */
  void state(BindingId binding, String reason, boolean rolledOut);

  /**
   * Since when the binding waits for its image.
   *
   * @param since null if it does not wait
   */
  void awaiting(BindingId binding, @Nullable Instant since);

  /** A sync of the binding ended with Ready=True at that time. */
  void succeeded(BindingId binding, Instant at);

  /** An image that a binding waited for is now in its registry. */
  void imageAppeared(Duration waited);

  /** A failed rollout was rolled back. */
  void rolledBack();

  /** A binding was deleted, and its last sync has ended. */
  void forget(BindingId binding);
}
