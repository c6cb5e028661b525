package dev.gitopsbinding.plan;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.commit.PushContents;
import dev.gitopsbinding.model.image.ImageVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the sync does. */
public sealed interface Plan extends Step {
  /** Write nothing; the reason decides whether and when the sync is repeated. */
  record Stop(Reason reason, String message) implements Plan {
    /** Stopped by a failure. */
    public static Stop because(Failure failure) {
      return new Stop(failure.reason(), failure.message());
    }
  }

  /** Write nothing: the manifest holds the desired tag. */
  record Keep(String tag) implements Plan {}

  /**
   * Write nothing yet: something that others make does not exist yet.
   *
   * @param reason has the handling {@link Reason.Handling#WAITING}
   * @param subject what is waited for, as users write it; another subject starts a new wait
   * @param message what is missing and what to do; shown behind "Waiting since …:"
   */
  record Wait(Reason reason, String subject, String message) implements Plan {}

  /**
   * Write the tag.
   *
   * @param version the tag, its digest if one is written, and the source commit that it stands for;
   *     that of an older tag may not be known
   * @param expected the images that the push replaces, as the file writes them
   * @param message the commit message, trailers included
   * @param contents the source commits that the push brings; null if they are not known
   * @param rollback whether the tag is an older one, because a rollout has failed
   */
  record Push(
      ImageVersion version,
      List<String> expected,
      String message,
      @Nullable PushContents contents,
      boolean rollback)
      implements Plan {
    /** Copies the list. */
    public Push {
      expected = List.copyOf(expected);
    }

    /** The tag that is written. */
    public String tag() {
      return version.tag();
    }
  }

  /** Write nothing: say what the push would write. */
  record Preview(Push push) implements Plan {}
}
