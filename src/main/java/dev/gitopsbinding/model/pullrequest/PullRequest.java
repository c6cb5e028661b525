package dev.gitopsbinding.model.pullrequest;

import dev.gitopsbinding.model.CommitSha;
import org.jspecify.annotations.Nullable;

/**
 * A pull request, as its forge describes it.
 *
 * @param number the number by which the forge's users know it, at least 1
 * @param url its page on the web, by {@code https}; empty if the forge names none that is safe
 * @param title one line; of a draft without the mark that some forges put before it
 * @param body the description, in the forge's Markdown; empty if it has none. Anybody may have
 *     written it: it is not to be shown
 * @param head the newest commit of the branch that is to be merged, which stays known after the
 *     branch was deleted; null if the forge does not say
 * @param conflicted whether the forge says that it cannot be merged because of conflicts. A hint:
 *     forges find that out some time after a push, and Gitea says it of a push that it examines
 */
public record PullRequest(
    long number,
    String url,
    State state,
    String title,
    String body,
    @Nullable CommitSha head,
    boolean conflicted) {
  /** The longest title that is read, in characters (UTF-16). */
  public static final int MAX_TITLE = 250;

  /** The longest body that is read, in characters (UTF-16). */
  public static final int MAX_BODY = 60_000;

  /** The state of a pull request. */
  public enum State {
    /** It can be merged, or is a draft. */
    OPEN,
    /** Its commits are in the base branch, in whatever form. */
    MERGED,
    /** Somebody closed it without merging it. */
    CLOSED
  }

  /** This pull request with another title. */
  public PullRequest titled(String other) {
    return new PullRequest(number, url, state, other, body, head, conflicted);
  }

  /** This pull request with another newest commit of its head; null if it is not known. */
  public PullRequest at(@Nullable CommitSha commit) {
    return new PullRequest(number, url, state, title, body, commit, conflicted);
  }

  /** Whether title and body are those of a draft, except for spaces and lines around them. */
  public boolean shows(PullRequestDraft draft) {
    return title.equals(draft.title().strip()) && body.strip().equals(draft.body().strip());
  }
}
