package dev.gitopsbinding.git;

import dev.gitopsbinding.model.ChangeSet;
import dev.gitopsbinding.model.PushResult;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/** A change set in a lane: first queued, then either in flight or withdrawn. */
final class QueuedPush implements PendingPush {
  private enum State {
    QUEUED,
    IN_FLIGHT,
    WITHDRAWN
  }

  private final Remote remote;
  private final ChangeSet changeSet;
  private final AtomicReference<State> state = new AtomicReference<>(State.QUEUED);
  private final CompletableFuture<PushResult> result = new CompletableFuture<>();
  private volatile boolean done;

  QueuedPush(Remote remote, ChangeSet changeSet) {
    this.remote = remote;
    this.changeSet = changeSet;
  }

  Remote remote() {
    return remote;
  }

  ChangeSet changeSet() {
    return changeSet;
  }

  /** Whether it is the caller's now to complete. */
  boolean take() {
    return state.compareAndSet(State.QUEUED, State.IN_FLIGHT);
  }

  boolean isDone() {
    return done;
  }

  void complete(PushResult value) {
    done = true;
    // Whoever waits must not work on the lane's thread.
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
