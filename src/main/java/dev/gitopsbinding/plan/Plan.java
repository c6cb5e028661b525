package dev.gitopsbinding.plan;

import dev.gitopsbinding.api.v1alpha1.Reason;
import dev.gitopsbinding.model.Failure;
import java.util.List;

/** What is to be done. */
public sealed interface Plan extends Step {
  /** Write nothing, and tell why; the reason says whether and when it is tried again. */
  record Stop(Reason reason, String message) implements Plan {
    static Stop because(Failure failure) {
      return new Stop(failure.reason(), failure.message());
    }
  }

  /** Write nothing: the manifest holds the desired tag. */
  record Keep(String tag) implements Plan {}

  /**
   * Write nothing until the registry has the image.
   *
   * @param image with the desired tag, in the user's words
   */
  record AwaitImage(String image) implements Plan {}

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
