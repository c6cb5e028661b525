package dev.gitopsbinding.git.source.paths;

import dev.gitopsbinding.model.CommitSha;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * How far the search for one filter came, from the tip for which it was asked last. Commits never
 * change, so a search from a newer tip of the same line looks at the new commits only, and goes on
 * where the last one ended, if it has to. Commits that are too large to be compared are remembered
 * for an hour, so that a search does not begin with them again. Thread-safe.
 */
final class SearchProgress {
  private static final long FORGET = Duration.ofHours(1).toNanos();
  private static final int MAX_TOO_LARGE = 16;

  private @Nullable ObjectId tip;
  private @Nullable Point point;
  private final Map<ObjectId, Long> tooLarge = new LinkedHashMap<>();

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

  /** Whether a commit was too large to be compared with its parent. */
  synchronized boolean isTooLarge(ObjectId commit, long now) {
    tooLarge.values().removeIf(since -> now - since >= FORGET);
    return tooLarge.containsKey(commit);
  }

  /** Notes that a commit is too large to be compared with its parent. */
  synchronized void noteTooLarge(ObjectId commit, long now) {
    tooLarge.put(commit, now);
    if (tooLarge.size() > MAX_TOO_LARGE) {
      tooLarge.remove(tooLarge.keySet().iterator().next());
    }
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
