package dev.gitopsbinding.model.pullrequest;

import java.util.List;

/**
 * What a pull request is to be.
 *
 * @param head the branch that is to be merged, by its short name, in the same repository
 * @param base the branch to merge it into, by its short name
 * @param title one line
 * @param body the description, in Markdown
 * @param labels names of labels
 * @param reviewers login names of people who are asked for a review
 * @param draft whether it cannot be merged before a person says that it is ready
 * @param autoMerge whether the forge merges it by itself once its own rules allow that
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
