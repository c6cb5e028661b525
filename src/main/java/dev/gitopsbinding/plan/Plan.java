package dev.gitopsbinding.plan;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import java.util.List;

/** What is to be done. */
public sealed interface Plan extends Step {
  /** Write nothing, and tell why; the reason says whether and when it is tried again. */
  record Stop(Reason reason, String message) implements Plan {
    /** Stopped by a failure. */
    public static Stop because(Failure failure) {
      return new Stop(failure.reason(), failure.message());
    }
  }

  /** Write nothing: the manifest holds the desired tag. */
  record Keep(String tag) implements Plan {}

  /**
   * Write nothing yet: something that others make is not there.
   *
   * @param reason has the handling {@link Reason.Handling#WAITING}
   * @param subject what is waited for, as users write it; a wait for another subject is a new one
   * @param message what is missing and what to do, for a sentence that begins with the start of the
   *     wait
   */
  record Wait(Reason reason, String subject, String message) implements Plan {}

  /**
   * Write the tag.
   *
   * @param expected the image texts it replaces
   * @param message the commit message, trailers included
   */
  record Push(String tag, List<String> expected, String message) implements Plan {
    /** Copies the list. */
    public Push {
      expected = List.copyOf(expected);
    }
  }
}
