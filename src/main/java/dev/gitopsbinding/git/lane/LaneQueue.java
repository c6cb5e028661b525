package dev.gitopsbinding.git.lane;

import dev.gitopsbinding.git.GitListener;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.lane.push.PushBatch;
import dev.gitopsbinding.git.lane.push.QueuedPush;
import dev.gitopsbinding.git.lane.read.BranchCopy;
import dev.gitopsbinding.git.lane.read.LaneSettings;
import dev.gitopsbinding.git.lane.read.QueuedRead;
import dev.gitopsbinding.git.lane.read.ReadBatch;
import dev.gitopsbinding.git.store.BranchLine;
import dev.gitopsbinding.git.store.CopyOwner;
import dev.gitopsbinding.git.store.DiskBudget;
import dev.gitopsbinding.git.store.HeavyCopy;
import dev.gitopsbinding.git.store.LocalCopyFailure;
import dev.gitopsbinding.git.transport.Connector;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.PushResult;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.share.TimeLimit;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What waits in a lane for one access, and the one virtual thread that works it off. Nothing runs
 * while nothing waits.
 */
final class LaneQueue {
  private static final Logger LOG = LoggerFactory.getLogger(LaneQueue.class);

  private final Lane lane;
  private final CopyOwner owner;
  private final Connector connector;
  private final LaneSettings settings;
  private final GitListener listener;
  private final BranchCopy cache;

  private final Object lock = new Object();
  private final Deque<QueuedPush> pushes = new ArrayDeque<>();
  private final Deque<QueuedRead<?>> reads = new ArrayDeque<>();
  private final WaitingTenants tenants = new WaitingTenants();
  private Thread worker = Thread.ofVirtual().unstarted(() -> {});
  private boolean working;
  private boolean closed;
  private boolean retiring;
  private long idleSince = System.nanoTime();

  /**
   * @param of the branch that it works for
   */
  LaneQueue(
      Lane lane,
      RemoteBranch of,
      Connector connector,
      LaneSettings settings,
      DiskBudget budget,
      GitListener listener) {
    this.lane = lane;
    this.owner = new CopyOwner(of.toString(), this::giveUp);
    this.connector = connector;
    this.settings = settings;
    this.listener = listener;
    this.cache = new BranchCopy(connector, settings, budget, owner);
  }

  /** Notes that a tenant uses it now. */
  void usedBy(String tenant) {
    owner.usedBy(tenant);
  }

  /** False if this queue is closed: take another. */
  boolean offer(QueuedPush push) {
    synchronized (lock) {
      return !closed
          && pushes.add(push)
          && tenants.add(push.remote().tenant(), push.result())
          && work();
    }
  }

  /** False if this queue is closed: take another. */
  boolean offer(QueuedRead<?> read) {
    synchronized (lock) {
      return !closed
          && reads.add(read)
          && tenants.add(read.remote().tenant(), read.result())
          && work();
    }
  }

  /** Answers at once, beside the work that is under way, where what is at hand is good enough. */
  <T> Optional<Result<T>> answer(QueuedRead.Question<T> question, Instant notBefore) {
    try {
      return cache.answer(question, notBefore);
    } catch (HeavyCopy.NoTurnException e) {
      return Optional.of(Result.failed(e.failure()));
    } catch (IOException | RuntimeException e) {
      LOG.debug("A read has to wait for its turn", e);
      return Optional.empty();
    }
  }

  /** The last tip that was read, if it was read then or later. */
  Optional<BranchCopy.LocalTip> known(Instant notBefore) {
    return cache.known(notBefore);
  }

  /** As long as it is the same one, no commit left the branch. */
  BranchLine line() {
    return cache.history().line();
  }

  /** Closes it if it did nothing for so long; true if it is closed. */
  boolean closeIfIdle(Duration idle) {
    synchronized (lock) {
      if (working || System.nanoTime() - idleSince < idle.toNanos()) {
        return closed;
      }
      closed = true;
    }
    closeCache();
    return true;
  }

  boolean isClosed() {
    synchronized (lock) {
      return closed;
    }
  }

  /** Closes it now, or when its work is done; true if it is closed. */
  boolean retire() {
    synchronized (lock) {
      retiring = true;
      if (working) {
        return closed;
      }
      closed = true;
    }
    closeCache();
    return true;
  }

  /** Takes no more work, and gives back what is queued. */
  void stop() {
    List<QueuedPush> queued;
    synchronized (lock) {
      closed = true;
      queued = List.copyOf(pushes);
    }
    queued.forEach(QueuedPush::withdraw);
  }

  /** Waits for what is in flight, then breaks it off. */
  void close(TimeLimit grace) {
    Thread last;
    synchronized (lock) {
      last = worker;
    }
    try {
      if (last.getState() != Thread.State.NEW && !last.join(grace.remaining())) {
        last.interrupt();
        last.join(Duration.ofSeconds(1));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    closeCache();
  }

  private boolean work() {
    if (!working) {
      working = true;
      worker = Thread.ofVirtual().name("lane").start(this::drain);
    }
    return true;
  }

  private void drain() {
    while (waiting()) {
      List<QueuedRead<?>> round = takeReads();
      try {
        ReadBatch answers = new ReadBatch(cache, settings, round);
        round.forEach(answers::answer);
        push();
      } catch (RuntimeException | Error e) {
        LOG.error("Reading or pushing the branch failed because of an error in the operator.", e);
        Failure failure =
            new Failure.Internal(
                "Reading or pushing the branch failed because of an error in the operator.");
        round.forEach(read -> read.fail(failure));
        fail(takePushes(), failure);
      }
    }
    if (isClosed()) {
      closeCache();
    }
  }

  private void push() {
    firstWaiting().map(this::shared).ifPresent(remote -> lane.inTurn(() -> push(remote)));
  }

  private void push(Remote remote) {
    if (refresh(remote) instanceof Result.Failed<BranchCopy.LocalTip>(Failure failure)) {
      fail(takePushes(), failure);
      return;
    }
    List<QueuedPush> batch = takePushes();
    try {
      TimeLimit deadline = TimeLimit.in(settings.batchDeadline());
      new PushBatch(connector, cache, settings, listener, remote, deadline).push(batch);
      settle();
    } finally {
      fail(
          batch,
          new Failure.Internal(
              "The push failed because of an error in the operator. See the operator's log."));
    }
  }

  private Result<BranchCopy.LocalTip> refresh(Remote remote) {
    TimeLimit deadline = TimeLimit.in(settings.batchDeadline());
    try {
      return cache.refresh(remote, deadline);
    } catch (IOException e) {
      try {
        cache.discard();
        return cache.refresh(remote, deadline);
      } catch (IOException again) {
        again.addSuppressed(e);
        return Result.failed(LocalCopyFailure.failure(remote.branch(), again));
      }
    }
  }

  private void settle() {
    try {
      cache.settle();
    } catch (IOException e) {
      LOG.debug("A local copy could not be measured; its next use tells what is wrong", e);
    }
  }

  private static void fail(List<QueuedPush> pushes, Failure failure) {
    pushes.stream()
        .filter(push -> !push.isDone())
        .forEach(push -> push.complete(new PushResult.Failed(failure)));
  }

  /** The remote, on the account of all who wait here. */
  Remote shared(Remote remote) {
    return tenants.charged(remote);
  }

  private Optional<Remote> firstWaiting() {
    synchronized (lock) {
      pushes.removeIf(QueuedPush::isDone);
      return Optional.ofNullable(pushes.peek()).map(QueuedPush::remote);
    }
  }

  private List<QueuedPush> takePushes() {
    synchronized (lock) {
      List<QueuedPush> taken = List.copyOf(pushes);
      pushes.clear();
      return taken.stream().filter(QueuedPush::take).toList();
    }
  }

  private boolean waiting() {
    synchronized (lock) {
      working = !pushes.isEmpty() || !reads.isEmpty();
      closed |= retiring && !working;
      idleSince = System.nanoTime();
      return working;
    }
  }

  private List<QueuedRead<?>> takeReads() {
    synchronized (lock) {
      List<QueuedRead<?>> taken = new ArrayList<>(reads);
      reads.clear();
      taken.removeIf(read -> read.result().isDone());
      return taken;
    }
  }

  private boolean giveUp() {
    synchronized (lock) {
      if (working || closed) {
        return false;
      }
      working = true;
    }
    closeCache();
    synchronized (lock) {
      working = false;
      // What came meanwhile begins with a new copy.
      return (pushes.isEmpty() && reads.isEmpty()) || work();
    }
  }

  private void closeCache() {
    try {
      cache.close();
    } catch (IOException e) {
      LOG.warn("The folder of a local copy could not be deleted.", e);
    }
  }
}
