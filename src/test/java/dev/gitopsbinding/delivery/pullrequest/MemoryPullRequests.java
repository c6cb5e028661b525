package dev.gitopsbinding.delivery.pullrequest;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.pullrequest.PullRequest;
import dev.gitopsbinding.model.pullrequest.PullRequest.State;
import dev.gitopsbinding.model.pullrequest.PullRequestDraft;
import dev.gitopsbinding.model.pullrequest.SubmittedPullRequest;
import dev.gitopsbinding.net.share.TimeLimit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A stand-in for a forge: pull requests in memory, of one branch. Counts what is written. */
public final class MemoryPullRequests implements PullRequestClient {
  private final List<PullRequest> all = new ArrayList<>();

  /** What was written, such as {@code open 1} and {@code update 1}. */
  public final List<String> writes = new ArrayList<>();

  /** What each request fails with; null: none fails. */
  public volatile @Nullable Failure failure;

  /** How old the answer to the last search was allowed to be. */
  public volatile @Nullable Instant notBefore;

  /** Runs once before the next answer to a search. */
  public volatile Runnable beforeFind = () -> {};

  @Override
  public synchronized Result<Optional<PullRequest>> find(
      Binding binding, Instant notBefore, TimeLimit deadline) {
    this.notBefore = notBefore;
    Runnable before = beforeFind;
    beforeFind = () -> {};
    before.run();
    return failure == null
        ? Result.ok(all.isEmpty() ? Optional.empty() : Optional.of(all.getLast()))
        : Result.failed(failure);
  }

  @Override
  public synchronized Result<SubmittedPullRequest> open(
      Binding binding, PullRequestDraft draft, TimeLimit deadline) {
    if (failure != null) {
      return Result.failed(failure);
    }
    int number = all.size() + 1;
    writes.add("open " + number);
    all.add(
        new PullRequest(
            number,
            "https://forge/" + number,
            State.OPEN,
            draft.title(),
            draft.body(),
            null,
            false));
    return Result.ok(new SubmittedPullRequest(all.getLast(), List.of()));
  }

  @Override
  public synchronized Result<SubmittedPullRequest> update(
      Binding binding, PullRequest current, PullRequestDraft draft, TimeLimit deadline) {
    if (failure != null) {
      return Result.failed(failure);
    }
    writes.add("update " + current.number());
    set(current.number(), current.state(), draft.title(), draft.body(), current.head());
    return Result.ok(new SubmittedPullRequest(newest(), List.of()));
  }

  /** Changes the newest one, as a person who merges or closes it does. */
  public synchronized void set(State state, @Nullable CommitSha head) {
    PullRequest newest = newest();
    set(newest.number(), state, newest.title(), newest.body(), head);
  }

  /** The newest one. */
  public synchronized PullRequest newest() {
    return all.getLast();
  }

  private void set(long number, State state, String title, String body, @Nullable CommitSha head) {
    PullRequest old = all.get((int) number - 1);
    all.set(
        (int) number - 1,
        new PullRequest(number, old.url(), state, title, body, head, old.conflicted()));
  }
}
