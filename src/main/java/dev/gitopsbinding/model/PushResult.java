package dev.gitopsbinding.model;

import java.time.Instant;
import java.util.List;

/** What became of a change set. */
public sealed interface PushResult {
  /**
   * The branch holds the commit.
   *
   * @param commit the change set's own commit
   * @param tip the tip of the branch that the push made; equals {@code commit} or descends from it
   * @param replaced the image references that were there before
   * @param at when the server accepted it, by the machine's clock
   */
  record Pushed(CommitSha commit, CommitSha tip, List<String> replaced, Instant at)
      implements PushResult {}

  /** Nothing to write: the tip holds the wanted tag already. */
  record AlreadyApplied(CommitSha tip, Instant at) implements PushResult {}

  /** The tip holds neither what was expected nor what is wanted: plan again. */
  record Superseded(CommitSha tip, List<String> found) implements PushResult {}

  /** The binding was deleted, suspended or changed, or its waiting ended, before the commit. */
  record Withdrawn() implements PushResult {}

  /** It could not be done; nothing of it is on the branch. */
  record Failed(Failure failure) implements PushResult {}
}
