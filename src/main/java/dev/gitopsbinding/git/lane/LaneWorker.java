package dev.gitopsbinding.git.lane;

import dev.gitopsbinding.git.GitListener;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.lane.push.BranchSite;
import dev.gitopsbinding.git.lane.push.HeadSite;
import dev.gitopsbinding.git.lane.push.PushBatch;
import dev.gitopsbinding.git.lane.push.PushSite;
import dev.gitopsbinding.git.lane.push.QueuedPush;
import dev.gitopsbinding.git.lane.read.BranchCopy;
import dev.gitopsbinding.git.lane.read.LaneSettings;
import dev.gitopsbinding.git.lane.read.QueuedRead;
import dev.gitopsbinding.git.lane.read.ReadBatch;
import dev.gitopsbinding.git.store.LocalCopyFailure;
import dev.gitopsbinding.git.transport.Connector;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.change.PushResult;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.trace.Span;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers reads and pushes batches with the local copy of one queue, on the queue's thread. */
final class LaneWorker {
  private static final Logger LOG = LoggerFactory.getLogger(LaneWorker.class);

  private static final String BROKEN =
      "Reading or pushing the branch failed because of an error in the operator.";

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
   * @param base what the pushes build on: the branch itself, or another one of which it is the head
   * @param first the span of a push that waits; holds that of the batch
   * @param batch takes the waiting pushes; called as late as possible, so that pushes that arrive
   *     during the wait for the turn and a read of the tip are in the batch
   */
  void push(Remote remote, RemoteBranch base, Span first, Supplier<List<QueuedPush>> batch) {
    lane.inTurn(
        () ->
            BatchSpan.within(
                first,
                span ->
                    pushInTurn(
                        site(remote, base),
                        () -> {
                          List<QueuedPush> taken = batch.get();
                          span.holds(taken);
                          return taken;
                        })));
  }

  /** Completes everything after an error in this program. */
  static void broken(List<QueuedRead<?>> reads, List<QueuedPush> pushes, Throwable error) {
    LOG.error(BROKEN, error);
    Failure failure = new Failure.Internal(BROKEN);
    reads.forEach(read -> read.fail(failure));
    fail(pushes, failure);
  }

  /** Completes those pushes that have no result yet. */
  static void fail(List<QueuedPush> pushes, Failure failure) {
    pushes.stream()
        .filter(push -> !push.isDone())
        .forEach(push -> push.complete(new PushResult.Failed(failure)));
  }

  private PushSite site(Remote remote, RemoteBranch base) {
    return base.branch().equals(remote.branch().branch())
        ? new BranchSite(remote, copy)
        : new HeadSite(remote, base, copy, settings);
  }

  private void pushInTurn(PushSite site, Supplier<List<QueuedPush>> waiting) {
    Instant recent = settings.steady().instant().minus(settings.recentTip());
    if ((contended || !site.isKnown(recent))
        && refresh(site) instanceof Result.Failed<?>(Failure failure)) {
      fail(waiting.get(), failure);
      return;
    }
    List<QueuedPush> batch = waiting.get();
    try {
      TimeLimit deadline = TimeLimit.in(settings.batchDeadline());
      var pushing = new PushBatch(connector, site, settings, listener, deadline);
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

  private Result<?> refresh(PushSite site) {
    TimeLimit deadline = TimeLimit.in(settings.batchDeadline());
    try {
      return site.read(deadline);
    } catch (IOException e) {
      try {
        copy.discard();
        return site.read(deadline);
      } catch (IOException again) {
        again.addSuppressed(e);
        return Result.failed(LocalCopyFailure.failure(site.remote().branch(), again));
      }
    }
  }

  private void settle() {
    try {
      copy.settle();
    } catch (IOException e) {
      LOG.debug("A local copy could not be measured; its next use reports what is wrong", e);
    }
  }
}
