package dev.gitopsbinding.plan;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.PushResult;
import dev.gitopsbinding.model.Reason;

/** What a sync came to. */
public sealed interface Outcome {
  /** Nothing was written, and why. */
  record Stopped(Reason reason, String message) implements Outcome {
    /** Stopped by a failure. */
    public static Stopped because(Failure failure) {
      return new Stopped(failure.reason(), failure.message());
    }
  }

  /** The manifest held the tag already. */
  record Kept(String tag) implements Outcome {}

  /** Something that others make is not there yet; see {@link Plan.Wait}. */
  record Waiting(Reason reason, String subject, String message) implements Outcome {}

  /** The tag was written. */
  record Pushed(String tag, PushResult.Pushed push) implements Outcome {}

  /** The push was sent; its result wakes the binding. */
  record InFlight(String tag) implements Outcome {}
}
