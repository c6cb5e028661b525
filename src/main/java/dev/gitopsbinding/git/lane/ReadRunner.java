package dev.gitopsbinding.git.lane;

import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.lane.read.BranchQuestion;
import dev.gitopsbinding.git.lane.read.HeavyCopyRead;
import dev.gitopsbinding.git.lane.read.QueuedRead;
import dev.gitopsbinding.git.lane.read.TipRead;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.share.TimeLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Answers questions about branches: at once from a local copy, or in the queue of a lane. */
record ReadRunner(LaneDirectory directory) {
  /**
   * Answers a read at the tip.
   *
   * @param notBefore a tip that was read earlier is not used
   * @param timeout how long to wait; zero ends at once
   */
  <T> Result<T> ask(Remote remote, Instant notBefore, Duration timeout, TipRead<T> light) {
    Optional<Result<T>> known = known(remote, notBefore, light);
    if (known.isPresent()) {
      return known.get();
    }
    Remote shared = directory.queue(remote).shared(remote);
    return queue(remote, notBefore, timeout, new HeavyCopyRead<>(shared, light));
  }

  /** Answers a read at the tip; empty if the host would have to be contacted. */
  <T> Optional<Result<T>> known(Remote remote, Instant notBefore, TipRead<T> light) {
    return directory.isClosed()
        ? Optional.empty()
        : directory.queue(remote).answer(new HeavyCopyRead<>(remote, light), notBefore);
  }

  /** Has the tip fetched in the queue; nobody waits for it. */
  void begin(Remote remote, Instant notBefore, Duration timeout) {
    TipRead<CommitSha> tip = (_, known) -> Result.ok(known.sha());
    Remote shared = directory.queue(remote).shared(remote);
    QueuedRead<CommitSha> read = new QueuedRead<>(shared, notBefore, TimeLimit.in(timeout), tip);
    var _ = directory.offer(remote, queue -> queue.offer(read));
  }

  /** Answers any question in the queue. */
  <T> Result<T> queue(
      Remote remote, Instant notBefore, Duration timeout, BranchQuestion<T> question) {
    if (directory.isClosed()) {
      return closing();
    }
    Remote shared = directory.queue(remote).shared(remote);
    QueuedRead<T> read = new QueuedRead<>(shared, notBefore, TimeLimit.in(timeout), question);
    if (!directory.offer(remote, queue -> queue.offer(read))) {
      return closing();
    }
    try {
      return read.result().get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      read.fail(timedOut(remote, timeout));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      read.fail(new Failure.Internal("The reading of " + remote.branch() + " was interrupted."));
    } catch (ExecutionException e) {
      throw new AssertionError("a read completes with a result only", e);
    }
    return read.result().join();
  }

  private static <T> Result<T> closing() {
    return Result.failed(new Failure.Internal("The operator is shutting down."));
  }

  private static Failure timedOut(Remote remote, Duration timeout) {
    return new Failure.Remote(
        Reason.TIMED_OUT,
        "The "
            + remote.branch()
            + " was not read within "
            + timeout.toMillis() / 1000.0
            + " s. "
            + Reason.TIMED_OUT.remedy());
  }
}
