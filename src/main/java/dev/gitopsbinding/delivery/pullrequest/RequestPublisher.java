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
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Opens pull requests and writes their texts. Forges have no compare-and-swap for a text, so the
 * bindings that share a branch take turns, and each reads the text right before it writes its
 * section.
 */
public final class RequestPublisher {
  private final PullRequestClient client;
  private final Clock clock;
  private final Map<BranchIdentity, Turn> turns = new ConcurrentHashMap<>();

  /**
   * The lock of one branch, so that a forge that does not answer delays no other branch; kept while
   * somebody has it or waits for it.
   *
   * @param users how many these are
   */
  private record Turn(Lock lock, int users) {
    Turn with(int more) {
      return new Turn(lock, users + more);
    }
  }

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
    return inTurn(
        binding,
        deadline,
        newest ->
            isAsPlanned(newest, proposal.newest())
                ? write(binding, proposal, newest, deadline)
                : Result.ok(RequestSeen.of(newest)));
  }

  /**
   * Deletes the branch of a binding, unless a pull request from it is open. Forges close those of a
   * branch that is deleted, and that counts as a refusal.
   *
   * @param deletion deletes it; whether it is gone
   * @return whether it is gone
   */
  public Result<Boolean> deleteBranch(Binding binding, TimeLimit deadline, Deletion deletion)
      throws InterruptedException {
    return inTurn(
        binding, deadline, newest -> isOpen(newest) ? Result.ok(false) : deletion.perform());
  }

  /** Deletes a branch. */
  @FunctionalInterface
  public interface Deletion {
    /** Whether the branch is gone. */
    Result<Boolean> perform() throws InterruptedException;
  }

  /** Work on the newest pull request, while no other binding of the branch works on it. */
  @FunctionalInterface
  private interface Step<T> {
    Result<T> perform(@Nullable PullRequest newest) throws InterruptedException;
  }

  private <T> Result<T> inTurn(Binding binding, TimeLimit deadline, Step<T> step)
      throws InterruptedException {
    BranchIdentity branch =
        Objects.requireNonNull(binding.push(), "only bindings that propose").branch().identity();
    Lock turn = enter(branch);
    try {
      return turn.tryLock(deadline.remaining().toMillis(), TimeUnit.MILLISECONDS)
          ? locked(turn, binding, deadline, step)
          : Result.failed(
              new Failure.Remote(
                  Reason.TIMED_OUT,
                  "spec.push: other bindings that share the branch took too long to write their pull request. "
                      + Reason.TIMED_OUT.remedy()));
    } finally {
      leave(branch);
    }
  }

  private <T> Result<T> locked(Lock turn, Binding binding, TimeLimit deadline, Step<T> step)
      throws InterruptedException {
    try {
      return switch (client.find(binding, clock.instant(), deadline)) {
        case Result.Failed<Optional<PullRequest>>(var failure) -> Result.failed(failure);
        case Result.Ok<Optional<PullRequest>>(var newest) -> step.perform(newest.orElse(null));
      };
    } finally {
      turn.unlock();
    }
  }

  private Lock enter(BranchIdentity branch) {
    return turns
        .merge(branch, new Turn(new ReentrantLock(), 1), (known, _) -> known.with(1))
        .lock();
  }

  private void leave(BranchIdentity branch) {
    turns.computeIfPresent(branch, (_, turn) -> turn.users() == 1 ? null : turn.with(-1));
  }

  /**
   * How many branches have a lock, because somebody holds it or waits for it. For tests: nothing
   * else shows that no lock is kept.
   */
  int busy() {
    return turns.size();
  }

  private static boolean isOpen(@Nullable PullRequest newest) {
    return newest != null && newest.state() == PullRequest.State.OPEN;
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
    PullRequest open = isOpen(newest) ? newest : null;
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
