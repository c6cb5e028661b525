package dev.gitopsbinding.git.lane.push;

import dev.gitopsbinding.model.Failure;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;

/** The result of applying a change set at one tip, before any push. */
public sealed interface Applied {
  /**
   * A commit was made.
   *
   * @param replaced the image texts that it replaced
   */
  record Committed(ObjectId commit, List<String> replaced) implements Applied {}

  /** The files are as wanted already. */
  record Unchanged() implements Applied {}

  /** The files hold other image texts than expected. */
  record Superseded() implements Applied {}

  /** The binding does not want the change set any more. */
  record Withdrawn() implements Applied {}

  /** The edits could not be made. */
  record Failed(Failure failure) implements Applied {}
}
