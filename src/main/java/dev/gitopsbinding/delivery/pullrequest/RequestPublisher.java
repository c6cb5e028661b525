package dev.gitopsbinding.delivery.pullrequest;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.model.BranchIdentity;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.pullrequest.PullRequest;
import dev.gitopsbinding.model.pullrequest.PullRequestDraft;
import dev.gitopsbinding.model.pullrequest.SubmittedPullRequest;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.plan.Action;
import dev.gitopsbinding.plan.proposal.RequestRenderer;
import dev.gitopsbinding.plan.proposal.RequestSeen;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Opens pull requests and writes their texts. Forges have no compare-and-swap for a text, so the
 * bindings that share a branch take turns, and each reads the text right before it writes its
 * section.
 */
public final class RequestPublisher {
  private static final int TURNS = 64;

  private final PullRequestClient client;
  private final Clock clock;
  private final Lock[] turns =
      Stream.generate(ReentrantLock::new).limit(TURNS).toArray(Lock[]::new);

  /**
   * @param clock a monotonic clock
   */
  public RequestPublisher(PullRequestClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  /**
   * Opens or updates the pull request of a binding; at most one request that writes.
   *
   * @return the pull request; written nothing if it is not as it was planned for any more
   */
  public Result<RequestSeen> publish(Binding binding, Action.Propose proposal, TimeLimit deadline)
      throws InterruptedException {
    Lock turn = turn(binding);
    if (!turn.tryLock(deadline.remaining().toMillis(), TimeUnit.MILLISECONDS)) {
      return Result.failed(
          new Failure.Remote(
              Reason.TIMED_OUT,
              "spec.push: other bindings that share the branch took too long to write their pull request. "
                  + Reason.TIMED_OUT.remedy()));
    }
    try {
      return switch (client.find(binding, clock.instant(), deadline)) {
        case Result.Failed<Optional<PullRequest>>(var failure) -> Result.failed(failure);
        case Result.Ok<Optional<PullRequest>>(var newest) ->
            isAsPlanned(newest.orElse(null), proposal.newest())
                ? write(binding, proposal, newest.orElse(null), deadline)
                : Result.ok(RequestSeen.of(newest.orElse(null)));
      };
    } finally {
      turn.unlock();
    }
  }

  private Lock turn(Binding binding) {
    BranchIdentity branch =
        Objects.requireNonNull(binding.push(), "only bindings that propose").branch().identity();
    return turns[Math.floorMod(branch.hashCode(), TURNS)];
  }

  private static boolean isAsPlanned(@Nullable PullRequest newest, @Nullable PullRequest planned) {
    if (newest == null || planned == null) {
      return newest == null && planned == null;
    }
    return newest.number() == planned.number() && newest.state() == planned.state();
  }

  private Result<RequestSeen> write(
      Binding binding, Action.Propose proposal, @Nullable PullRequest newest, TimeLimit deadline)
      throws InterruptedException {
    PullRequest open = newest != null && newest.state() == PullRequest.State.OPEN ? newest : null;
    PullRequestDraft draft = RequestRenderer.draft(binding, proposal, open);
    // Some forges forget at each push that they are to merge it.
    if (open != null && open.shows(draft) && !draft.autoMerge()) {
      return Result.ok(new RequestSeen(open, true, List.of()));
    }
    Result<SubmittedPullRequest> written =
        open == null
            ? client.open(binding, draft, deadline)
            : client.update(binding, open, draft, deadline);
    // Where another client was faster, the open one is the answer, without the binding's section.
    return written.then(
        submitted ->
            Result.ok(
                new RequestSeen(
                    submitted.request(),
                    open != null || submitted.request().shows(draft),
                    submitted.notes())));
  }
}
