package dev.gitopsbinding.git.source.copy;

import org.eclipse.jgit.lib.ObjectId;

/** How a fetch of commits ended. */
public sealed interface Fetched {
  /** The copy holds the commit. */
  record Commit(ObjectId id) implements Fetched {}

  /**
   * The server does not leave out what it was asked to; nothing was fetched.
   *
   * @param offersOthers whether it may leave out something else
   */
  record FilterRefused(boolean offersOthers) implements Fetched {}

  /** More than a limit allows; nothing was fetched. */
  record TooMuch() implements Fetched {}
}
