package dev.gitopsbinding.git.lane;

import dev.gitopsbinding.git.GitListener;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.lane.push.QueuedPush;
import dev.gitopsbinding.git.lane.read.BranchCopy;
import dev.gitopsbinding.git.lane.read.LaneSettings;
import dev.gitopsbinding.git.lane.read.QueuedRead;
import dev.gitopsbinding.git.lane.read.TipRead;
import dev.gitopsbinding.git.store.CopyOwner;
import dev.gitopsbinding.git.store.DiskBudget;
import dev.gitopsbinding.git.store.HeavyCopy;
import dev.gitopsbinding.git.store.WaitingTenants;
import dev.gitopsbinding.git.store.read.BranchLine;
import dev.gitopsbinding.git.transport.Connector;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.trace.Span;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pushes and reads that wait in a lane for one access, and the virtual thread that processes
 * them. The thread runs only while something waits.
 */
final class LaneQueue {
  private static final Logger LOG = LoggerFactory.getLogger(LaneQueue.class);

  private final CopyOwner owner;
  private final BranchCopy copy;
  private final LaneWorker worker;
  private final BatchGathering gathering;

  private final Object lock = new Object();
  private final Deque<QueuedPush> pushes = new ArrayDeque<>();
  private final Deque<QueuedRead<?>> reads = new ArrayDeque<>();
  private final WaitingTenants tenants = new WaitingTenants();
  private Thread thread = Thread.ofVirtual().unstarted(() -> {});
  private boolean working;
  private boolean closed;
  private boolean retiring;

  private long idleSince = System.nanoTime();

  /**
   * @param branch the branch of the lane, for messages
   * @param access that the queue is for
   */
  LaneQueue(
      Lane lane,
      RemoteBranch branch,
      Lane.Access access,
      Connector connector,
      LaneSettings settings,
      DiskBudget budget,
      GitListener listener,
      ExpectedPushes expected) {
    this.gathering =
        new BatchGathering(
            expected, new CopyNames.Copy(branch.identity(), access), settings.gathering());
    this.owner = new CopyOwner(branch.toString(), this::releaseCopy);
    this.copy = new BranchCopy(connector, settings, budget, owner);
    this.worker = new LaneWorker(lane, connector, settings, listener, copy);
  }

  /** Records that a tenant uses the queue now. */
  void usedBy(String tenant) {
    owner.usedBy(tenant);
  }

  /** Adds a push; false if this queue is closed and another one has to be used. */
  boolean offer(QueuedPush push) {
    synchronized (lock) {
      return !closed
          && pushes.add(push)
          && tenants.add(push.remote().tenant(), push.result())
          && start();
    }
  }

  /** Adds a read; false if this queue is closed and another one has to be used. */
  boolean offer(QueuedRead<?> read) {
    synchronized (lock) {
      return !closed
          && reads.add(read)
          && tenants.add(read.remote().tenant(), read.result())
          && start();
    }
  }

  /**
   * Answers a read at once from the local copy, concurrently with the thread of the queue.
   *
   * @param notBefore a tip that was read earlier is not used
   * @return empty if the read has to wait in the queue
   */
  <T> Optional<Result<T>> answer(TipRead<T> read, Instant notBefore) {
    try {
      return copy.answer(read, notBefore);
    } catch (HeavyCopy.NoTurnException e) {
      return Optional.of(Result.failed(e.failure()));
    } catch (IOException | RuntimeException e) {
      LOG.debug("A read has to wait for its turn", e);
      return Optional.empty();
    }
  }

  /** The last tip that was read, if that was at {@code notBefore} or later. */
  Optional<BranchCopy.LocalTip> known(Instant notBefore) {
    return copy.known(notBefore);
  }

  /** The current line of the branch; while it stays the same, no commit left the branch. */
  BranchLine line() {
    return copy.history().line();
  }

  /** Closes the queue if it was idle for this time; true if it is closed. */
  boolean closeIfIdle(Duration idle) {
    synchronized (lock) {
      if (working || System.nanoTime() - idleSince < idle.toNanos()) {
        return closed;
      }
      closed = true;
    }
    closeCopy();
    return true;
  }

  boolean isClosed() {
    synchronized (lock) {
      return closed;
    }
  }

  /** Closes the queue, at once or when its work is done; true if it is closed already. */
  boolean retire() {
    synchronized (lock) {
      retiring = true;
      if (working) {
        return closed;
      }
      closed = true;
    }
    closeCopy();
    return true;
  }

  /** Accepts no more work, and withdraws the waiting pushes. */
  void stop() {
    List<QueuedPush> queued;
    synchronized (lock) {
      closed = true;
      queued = List.copyOf(pushes);
    }
    queued.forEach(QueuedPush::withdraw);
  }

  /** Waits for work in progress, then interrupts it. */
  void close(TimeLimit grace) {
    Thread last;
    synchronized (lock) {
      last = thread;
    }
    try {
      if (last.getState() != Thread.State.NEW && !last.join(grace.remaining())) {
        last.interrupt();
        last.join(Duration.ofSeconds(1));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    closeCopy();
  }

  /** The remote, charged to all tenants that wait in this queue. */
  Remote shared(Remote remote) {
    return tenants.charged(remote);
  }

  private boolean start() {
    if (!working) {
      working = true;
      thread = Thread.ofVirtual().name("lane").start(this::drain);
    }
    return true;
  }

  private void drain() {
    while (isWorkWaiting()) {
      List<QueuedRead<?>> batch = takeReads();
      try {
        worker.answer(batch);
        if (isGathered()) {
          firstWaiting().ifPresent(this::push);
        }
      } catch (RuntimeException | Error e) {
        LaneWorker.broken(batch, takePushes(_ -> true), e);
      }
    }
    if (isClosed()) {
      closeCopy();
    }
  }

  /** Pushes all that waits for the same base; the others have the next turn. */
  private void push(QueuedPush first) {
    Predicate<QueuedPush> same = push -> push.base().equals(first.base());
    Span traced;
    synchronized (lock) {
      traced = BatchSpan.first(pushes);
    }
    worker.push(shared(first.remote()), first.base(), traced, () -> takePushes(same));
  }

  private boolean isGathered() {
    if (firstWaiting().isEmpty()) {
      gathering.reset();
      return true;
    }
    return gathering.await(this::hasOtherWork);
  }

  /** Whether a read waits, or nothing has to be pushed any more. */
  private boolean hasOtherWork() {
    synchronized (lock) {
      return closed || !reads.isEmpty() || pushes.stream().allMatch(QueuedPush::isDone);
    }
  }

  private Optional<QueuedPush> firstWaiting() {
    synchronized (lock) {
      pushes.removeIf(QueuedPush::isDone);
      return Optional.ofNullable(pushes.peek());
    }
  }

  private List<QueuedPush> takePushes(Predicate<QueuedPush> which) {
    List<QueuedPush> taken = new ArrayList<>();
    synchronized (lock) {
      pushes.removeIf(push -> which.test(push) && taken.add(push));
    }
    taken.removeIf(push -> !push.take());
    return taken;
  }

  private boolean isWorkWaiting() {
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

  /** Deletes the local copy unless the queue is busy; true if the copy was deleted. */
  private boolean releaseCopy() {
    synchronized (lock) {
      if (working || closed) {
        return false;
      }
      working = true;
    }
    closeCopy();
    synchronized (lock) {
      working = false;
      // Work that arrived during the deletion starts with a new copy.
      return (pushes.isEmpty() && reads.isEmpty()) || start();
    }
  }

  private void closeCopy() {
    try {
      copy.close();
    } catch (IOException e) {
      LOG.warn("The folder of a local copy could not be deleted.", e);
    }
  }
}
