package dev.gitopsbinding.delivery.pullrequest;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.pullrequest.PullRequest;
import dev.gitopsbinding.model.pullrequest.PullRequestDraft;
import dev.gitopsbinding.model.pullrequest.SubmittedPullRequest;
import dev.gitopsbinding.net.share.TimeLimit;
import java.time.Instant;
import java.util.Optional;

/**
 * The pull requests of bindings at their forges, with the login of each binding. Failures begin
 * with the field that they are about. Thread-safe; callers block.
 */
public interface PullRequestClient {
  /**
   * The newest pull request from the binding's branch into the branch of its manifest, in whatever
   * state.
   *
   * @param notBefore an answer that was read at this moment or later may be shared
   */
  Result<Optional<PullRequest>> find(Binding binding, Instant notBefore, TimeLimit deadline)
      throws InterruptedException;

  /** Opens a pull request; returns the open one if another client was faster. */
  Result<SubmittedPullRequest> open(Binding binding, PullRequestDraft draft, TimeLimit deadline)
      throws InterruptedException;

  /** Sets title and description of an open one as in the draft, and asks again for the merge. */
  Result<SubmittedPullRequest> update(
      Binding binding, PullRequest current, PullRequestDraft draft, TimeLimit deadline)
      throws InterruptedException;
}
