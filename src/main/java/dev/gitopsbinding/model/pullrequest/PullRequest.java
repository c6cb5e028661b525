package dev.gitopsbinding.model.pullrequest;

import dev.gitopsbinding.model.CommitSha;
import org.jspecify.annotations.Nullable;

/**
 * A pull request, as its forge describes it.
 *
 * @param number the number by which the forge's users know it, at least 1
 * @param url its page on the web
 * @param title one line; of a draft without the mark that some forges put before it
 * @param body the description, in the forge's Markdown; empty if it has none
 * @param head the newest commit of the branch that is to be merged, which stays known after the
 *     branch was deleted; null if the forge does not say
 * @param conflicted whether the forge says that it cannot be merged because of conflicts
 */
public record PullRequest(
    long number,
    String url,
    State state,
    String title,
    String body,
    @Nullable CommitSha head,
    boolean conflicted) {
  /** What became of a pull request. */
  public enum State {
    /** It can be merged, or is a draft. */
    OPEN,
    /** Its commits are in the base branch, in whatever form. */
    MERGED,
    /** Somebody closed it without merging it. */
    CLOSED
  }
}
