package dev.gitopsbinding.forge;

import dev.gitopsbinding.model.pullrequest.PullRequest;
import dev.gitopsbinding.model.pullrequest.PullRequestDraft;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The API of one kind of forge for pull requests of a repository: which requests to send, and how
 * to read the answers. Pure: {@code forge.pullrequest} sends the requests.
 */
public interface PullRequestDialect {
  /**
   * A page of a list of pull requests, the newest first. It may hold others than those from {@code
   * head} to {@code base}; {@link #matches} selects.
   *
   * @param openOnly false for those in whatever state
   * @param size how many pull requests a full page has; at most {@link #pageSize}
   * @param page at least 1
   */
  ForgeRequest list(String head, String base, boolean openOnly, int size, int page);

  /** How many pull requests a page has as a rule: 10, or a multiple of it. */
  int pageSize();

  /** The pull request of a number. */
  ForgeRequest read(long number);

  /** The names of the fields that pull requests of all kinds of forges have. */
  PullRequestFields common();

  /** The fields that are read of a pull request; {@code a.b} is the field b of an object a. */
  Set<String> fields();

  /** Whether the head is that branch of the repository itself, not of a fork. */
  default boolean matches(ListedItem item, String head, String base) {
    return common().matches(item, head, base);
  }

  /**
   * The pull request, with texts as the forge sent them.
   *
   * @throws MalformedListException if a field is missing
   */
  PullRequest pullRequest(ListedItem item) throws MalformedListException;

  /**
   * Asks for the last commit of a pull request that ended, if the pull request itself does not name
   * it: answered by a list of its commits, the newest first, each with a field {@code sha}.
   */
  default Optional<ForgeRequest> lastCommit(ListedItem item) {
    return Optional.empty();
  }

  /** Whether it may not be merged yet because somebody says so. */
  boolean isDraft(ListedItem item);

  /** Whether elements of the list say that they are conflicted, as single pull requests do. */
  boolean listsConflicts();

  /** Opens a pull request; answered by it. */
  ForgeRequest open(PullRequestDraft draft);

  /** Whether the answer to {@link #open} is that there is an open one already. */
  boolean exists(ForgeReply reply);

  /**
   * Changes title and body; answered by the pull request. A draft stays one.
   *
   * @param item the pull request as it is
   */
  ForgeRequest update(ListedItem item, PullRequestDraft draft);

  /** What is done once, after it was opened. */
  List<PullRequestStep> extras(ListedItem item, PullRequestDraft draft);

  /**
   * Lets the forge merge it as soon as its rules allow that, but no commit that was pushed since it
   * was read; empty if it already does.
   */
  Optional<PullRequestStep> autoMerge(ListedItem item);
}
