package dev.gitopsbinding.git.lane.push;

import dev.gitopsbinding.model.PushResult;
import java.util.concurrent.CompletableFuture;

/** A change set that was handed to a lane. */
public interface PendingPush {
  /** Completed with what became of it; never exceptionally. */
  CompletableFuture<PushResult> result();

  /**
   * Takes the change set back.
   *
   * @return true if it was still queued: the result is {@link PushResult.Withdrawn} then; false if
   *     it is in flight or done, and the result tells what becomes of it
   */
  boolean withdraw();
}
