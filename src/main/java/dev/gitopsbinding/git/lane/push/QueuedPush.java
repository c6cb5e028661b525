package dev.gitopsbinding.git.lane.push;

import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.change.ChangeSet;
import dev.gitopsbinding.model.change.PendingPush;
import dev.gitopsbinding.model.change.PushResult;
import dev.gitopsbinding.trace.CurrentSpan;
import dev.gitopsbinding.trace.Span;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/** A submitted change set: first queued, then either in flight or withdrawn. */
public final class QueuedPush implements PendingPush {
  private enum State {
    QUEUED,
    IN_FLIGHT,
    WITHDRAWN
  }

  private final Remote remote;
  private final RemoteBranch base;
  private final ChangeSet changeSet;
  private final Span span = CurrentSpan.get();
  private final AtomicReference<State> state = new AtomicReference<>(State.QUEUED);
  private final CompletableFuture<PushResult> result = new CompletableFuture<>();
  private volatile boolean done;

  /**
   * @param remote the branch to move
   * @param base the branch that the edits build on; a branch of the same repository
   */
  public QueuedPush(Remote remote, RemoteBranch base, ChangeSet changeSet) {
    this.remote = remote;
    this.base = base;
    this.changeSet = changeSet;
  }

  public Remote remote() {
    return remote;
  }

  /** The branch that the edits build on; the branch to move itself, or the base of that head. */
  public RemoteBranch base() {
    return base;
  }

  /** The span that the push was submitted in. */
  public Span span() {
    return span;
  }

  ChangeSet changeSet() {
    return changeSet;
  }

  /** Marks the push as in flight; false if it was withdrawn. The caller has to complete it. */
  public boolean take() {
    return state.compareAndSet(State.QUEUED, State.IN_FLIGHT);
  }

  /** Whether the push has a result. */
  public boolean isDone() {
    return done;
  }

  /** Sets the result. */
  public void complete(PushResult value) {
    done = true;
    // Callbacks of the waiting caller must not run on the thread of the queue.
    result.completeAsync(() -> value, task -> Thread.ofVirtual().start(task));
  }

  @Override
  public CompletableFuture<PushResult> result() {
    return result.copy();
  }

  @Override
  public boolean withdraw() {
    boolean withdrawn = state.compareAndSet(State.QUEUED, State.WITHDRAWN);
    if (withdrawn) {
      complete(new PushResult.Withdrawn());
    }
    return withdrawn;
  }
}
