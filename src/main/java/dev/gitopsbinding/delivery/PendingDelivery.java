package dev.gitopsbinding.delivery;

import dev.gitopsbinding.model.PushResult;
import java.util.concurrent.CompletableFuture;

/** A change set that was handed over for delivery. */
public interface PendingDelivery {
  /** Completed with what became of the change set; never exceptionally. */
  CompletableFuture<PushResult> result();

  /**
   * Takes the change set back.
   *
   * @return true if it was still queued: the result is {@link PushResult.Withdrawn} then; false if
   *     it is under way or done, and the result says what becomes of it
   */
  boolean withdraw();
}
