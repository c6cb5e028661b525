package dev.gitopsbinding.plan;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.change.PushResult;
import java.util.List;

/** The outcome of a sync. */
public sealed interface Outcome {
  /** Nothing was written; the reason and the message say why. */
  record Stopped(Reason reason, String message) implements Outcome {
    /** Stopped by a failure. */
    public static Stopped because(Failure failure) {
      return new Stopped(failure.reason(), failure.message());
    }
  }

  /** Nothing was written: the manifest already held the tag. */
  record Kept(String tag) implements Outcome {}

  /** Nothing was written: something that others make does not exist yet; see {@link Plan.Wait}. */
  record Waiting(Reason reason, String subject, String message) implements Outcome {}

  /** The tag was written. */
  record Pushed(String tag, PushResult.Pushed push) implements Outcome {}

  /** The push was sent; the binding is woken when its result is known. */
  record InFlight(String tag) implements Outcome {}

  /**
   * Nothing was written, because the binding only previews.
   *
   * @param tag the tag that would have been written
   * @param replaced the images that would have been replaced
   * @param diff the change of the file as a unified diff
   */
  record Previewed(String tag, List<String> replaced, String diff) implements Outcome {
    /** Copies the list. */
    public Previewed {
      replaced = List.copyOf(replaced);
    }
  }
}
