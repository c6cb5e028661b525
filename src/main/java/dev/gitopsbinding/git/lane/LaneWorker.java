package dev.gitopsbinding.git.lane;

import dev.gitopsbinding.git.GitListener;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.lane.push.PushBatch;
import dev.gitopsbinding.git.lane.push.QueuedPush;
import dev.gitopsbinding.git.lane.read.BranchCopy;
import dev.gitopsbinding.git.lane.read.LaneSettings;
import dev.gitopsbinding.git.lane.read.QueuedRead;
import dev.gitopsbinding.git.lane.read.ReadBatch;
import dev.gitopsbinding.git.store.LocalCopyFailure;
import dev.gitopsbinding.git.transport.Connector;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.PushResult;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.trace.Span;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers reads and pushes batches with the local copy of one queue, on the queue's thread. */
final class LaneWorker {
  private static final Logger LOG = LoggerFactory.getLogger(LaneWorker.class);

  private final Lane lane;
  private final Connector connector;
  private final LaneSettings settings;
  private final GitListener listener;
  private final BranchCopy copy;

  /** Whether another writer was faster than the last batch, and may be again. */
  private boolean contended;

  LaneWorker(
      Lane lane,
      Connector connector,
      LaneSettings settings,
      GitListener listener,
      BranchCopy copy) {
    this.lane = lane;
    this.connector = connector;
    this.settings = settings;
    this.listener = listener;
    this.copy = copy;
  }

  /** Completes all reads. */
  void answer(List<QueuedRead<?>> reads) {
    ReadBatch batch = new ReadBatch(copy, settings, reads);
    reads.forEach(batch::answer);
  }

  /**
   * Pushes a batch in the queue's turn at the lane, and completes all its pushes.
   *
   * @param first the span of a push that waits; holds that of the batch
   * @param batch takes the waiting pushes; called as late as possible, so that pushes that arrive
   *     during the wait for the turn and a read of the tip are in the batch
   */
  void push(Remote remote, Span first, Supplier<List<QueuedPush>> batch) {
    lane.inTurn(
        () ->
            BatchSpan.within(
                first,
                span ->
                    pushInTurn(
                        remote,
                        () -> {
                          List<QueuedPush> taken = batch.get();
                          span.holds(taken);
                          return taken;
                        })));
  }

  /** Completes those pushes that have no result yet. */
  static void fail(List<QueuedPush> pushes, Failure failure) {
    pushes.stream()
        .filter(push -> !push.isDone())
        .forEach(push -> push.complete(new PushResult.Failed(failure)));
  }

  private void pushInTurn(Remote remote, Supplier<List<QueuedPush>> waiting) {
    if (!hasRecentTip()
        && refresh(remote) instanceof Result.Failed<BranchCopy.LocalTip>(Failure failure)) {
      fail(waiting.get(), failure);
      return;
    }
    List<QueuedPush> batch = waiting.get();
    try {
      TimeLimit deadline = TimeLimit.in(settings.batchDeadline());
      var pushing = new PushBatch(connector, copy, settings, listener, remote, deadline);
      pushing.push(batch);
      contended = pushing.wasOvertaken();
      settle();
    } finally {
      fail(
          batch,
          new Failure.Internal(
              "The push failed because of an error in the operator. See the operator's log."));
    }
  }

  private boolean hasRecentTip() {
    return !contended
        && copy.known(settings.steady().instant().minus(settings.recentTip())).isPresent();
  }

  private Result<BranchCopy.LocalTip> refresh(Remote remote) {
    TimeLimit deadline = TimeLimit.in(settings.batchDeadline());
    try {
      return copy.refresh(remote, deadline);
    } catch (IOException e) {
      try {
        copy.discard();
        return copy.refresh(remote, deadline);
      } catch (IOException again) {
        again.addSuppressed(e);
        return Result.failed(LocalCopyFailure.failure(remote.branch(), again));
      }
    }
  }

  private void settle() {
    try {
      copy.settle();
    } catch (IOException e) {
      LOG.debug("A local copy could not be measured; its next use tells what is wrong", e);
    }
  }
}
