package dev.gitopsbinding.model.change;

import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Failure;
import java.time.Instant;
import java.util.List;

/** The result of a change set. */
public sealed interface PushResult {
  /**
   * The branch holds the commit.
   *
   * @param commit the commit that was made for the change set
   * @param tip the tip of the branch after the push: {@code commit} or a descendant
   * @param replaced the image references that the commit replaced
   * @param at when the server accepted the push, by the machine's clock
   * @param created whether there was no such branch before
   */
  record Pushed(CommitSha commit, CommitSha tip, List<String> replaced, Instant at, boolean created)
      implements PushResult {
    /** A push to a branch that was there before. */
    public Pushed(CommitSha commit, CommitSha tip, List<String> replaced, Instant at) {
      this(commit, tip, replaced, at, false);
    }
  }

  /** Nothing was written: the tip already holds the wanted tag. */
  record AlreadyApplied(CommitSha tip, Instant at) implements PushResult {}

  /** Nothing was written: the tip holds neither the expected images nor the wanted tag. */
  record Superseded() implements PushResult {}

  /** Before the commit was made, the binding was deleted, suspended or changed, or timed out. */
  record Withdrawn() implements PushResult {}

  /** The change set could not be pushed; the branch holds nothing of it. */
  record Failed(Failure failure) implements PushResult {}
}
