package dev.gitopsbinding.git.source.paths;

import dev.gitopsbinding.model.CommitSha;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * How far the search for one filter came, from the tip for which it was asked last. Commits never
 * change, so a search from a newer tip of the same line looks at the new commits only, and goes on
 * where the last one ended, if it has to. Thread-safe.
 */
final class SearchProgress {
  private @Nullable ObjectId tip;
  private @Nullable Point point;

  /**
   * What is known from a tip on.
   *
   * @param end the answer; null if the search has to go on
   * @param at the commit where the search goes on
   * @param passed how many commits before that do not touch the files
   */
  record Point(@Nullable TouchingCommit end, ObjectId at, int passed) {}

  /** What is known from a commit on; null if the last search did not begin there. */
  synchronized @Nullable Point from(ObjectId commit) {
    return commit.equals(tip) ? point : null;
  }

  /** The answer for a tip; null if it is not known. */
  synchronized @Nullable TouchingCommit answer(CommitSha asked) {
    Point known = from(ObjectId.fromString(asked.hex()));
    return known == null ? null : known.end();
  }

  /** Notes the answer for a tip, and returns it. */
  synchronized TouchingCommit note(CommitSha asked, TouchingCommit end) {
    tip = ObjectId.fromString(asked.hex());
    point = new Point(end, tip, 0);
    return end;
  }

  /** Notes how far the search came from a tip. */
  synchronized void note(CommitSha asked, ObjectId at, int passed) {
    tip = ObjectId.fromString(asked.hex());
    point = new Point(null, at, passed);
  }
}
