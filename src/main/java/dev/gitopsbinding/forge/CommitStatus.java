package dev.gitopsbinding.forge;

import dev.gitopsbinding.model.CommitSha;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A status that a commit is to have.
 *
 * @param context identifies it among the statuses of the commit
 * @param description one line, at most {@link #MAX_DESCRIPTION} characters
 * @param link the page to look at; null for none
 * @param branch the branch that the commit is on; null if it is not known
 */
public record CommitStatus(
    CommitSha commit,
    State state,
    String context,
    String description,
    @Nullable URI link,
    @Nullable String branch) {
  /** GitHub's limit, the lowest of all forges'. */
  public static final int MAX_DESCRIPTION = 140;

  /** How far the commit has come. */
  public enum State {
    PENDING,
    SUCCESS,
    FAILURE,
    /** Another commit took its place before it was clear whether it succeeds. */
    SUPERSEDED
  }
}
