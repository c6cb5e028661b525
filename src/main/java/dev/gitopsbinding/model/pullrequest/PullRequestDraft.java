package dev.gitopsbinding.model.pullrequest;

import java.util.List;

/**
 * What a pull request is to be.
 *
 * @param head the branch that is to be merged, by its short name, in the same repository
 * @param base the branch to merge it into, by its short name
 * @param title one line, not blank, of at most {@link PullRequest#MAX_TITLE} characters
 * @param body the description, in Markdown, of at most {@link PullRequest#MAX_BODY} characters;
 *     lines end with {@code \n}
 * @param labels names of labels
 * @param reviewers login names of people who are asked for a review; {@code team:NAME} is a team of
 *     the repository's owner, at GitHub and Gitea
 * @param draft whether it cannot be merged before a person says that it is ready
 * @param autoMerge whether the forge merges it by itself once its own rules allow that; not asked
 *     for while it is a draft
 */
public record PullRequestDraft(
    String head,
    String base,
    String title,
    String body,
    List<String> labels,
    List<String> reviewers,
    boolean draft,
    boolean autoMerge) {
  /** Copies the lists. */
  public PullRequestDraft {
    labels = List.copyOf(labels);
    reviewers = List.copyOf(reviewers);
  }
}
