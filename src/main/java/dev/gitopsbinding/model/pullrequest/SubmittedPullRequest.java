package dev.gitopsbinding.model.pullrequest;

import java.util.List;

/**
 * A pull request that was opened or updated.
 *
 * @param notes what the forge did not do beside it (labels, reviewers, merging by itself), why, and
 *     what to do; one line each, without secrets
 */
public record SubmittedPullRequest(PullRequest request, List<String> notes) {
  /** Copies the list. */
  public SubmittedPullRequest {
    notes = List.copyOf(notes);
  }
}
