package dev.gitopsbinding.model.change;

import java.util.concurrent.CompletableFuture;

/** A change set that was submitted to a lane. */
public interface PendingPush {
  /** Completed with the result of the push; never exceptionally. */
  CompletableFuture<PushResult> result();

  /**
   * Withdraws the change set, if it is still queued.
   *
   * @return true if it was queued: its result is {@link PushResult.Withdrawn}; false if it is in
   *     flight or has a result
   */
  boolean withdraw();
}
