package dev.gitopsbinding.git.lane;

import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.transport.RemoteAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * All pushes to one branch: one queue for each access, and the queues take turns. Turns only avoid
 * needless rejections, since each push names the expected commit. So a queue that holds its turn
 * too long is no longer waited for.
 */
final class Lane {
  /**
   * The credential and the address of a remote. A queue and its local copy serve one access, so any
   * work in the queue may use the remote of any other.
   *
   * @param credential the digest of the credential
   */
  record Access(String credential, RemoteAddress address) {
    static Access of(Remote remote) {
      return new Access(remote.credential().digest(), RemoteAddress.of(remote.branch().url()));
    }
  }

  private static final Duration MAX_WAIT = Duration.ofSeconds(5);

  private final Duration maxWait;
  private final LongSupplier nanoTime;
  private final Lock lock = new ReentrantLock();
  private final Condition released = lock.newCondition();
  private final Deque<Object> waiting = new ArrayDeque<>();
  private boolean taken;
  private long lastChange;
  private final Map<Access, LaneQueue> queues = new ConcurrentHashMap<>();

  Lane() {
    this(MAX_WAIT, System::nanoTime);
  }

  /**
   * @param maxWait how long a queue waits for the holder of the turn, more than zero
   * @param nanoTime the monotonic clock
   */
  Lane(Duration maxWait, LongSupplier nanoTime) {
    this.maxWait = maxWait;
    this.nanoTime = nanoTime;
    this.lastChange = nanoTime.getAsLong();
  }

  /** The queue of an access; a new one if there is none that is open. */
  LaneQueue queue(Access access, Supplier<LaneQueue> maker) {
    return queues.compute(
        access, (_, known) -> known == null || known.isClosed() ? maker.get() : known);
  }

  /**
   * Closes idle queues.
   *
   * @param idle the idle time after which the queue of an access is closed
   */
  void evict(Function<Access, Duration> idle) {
    queues.entrySet().removeIf(entry -> entry.getValue().closeIfIdle(idle.apply(entry.getKey())));
  }

  /** Closes a queue, at once or when its work is done. */
  void retire(Access access) {
    queues.entrySet().removeIf(entry -> entry.getKey().equals(access) && entry.getValue().retire());
  }

  List<LaneQueue> queues() {
    return List.copyOf(queues.values());
  }

  boolean isUnused() {
    return queues.isEmpty();
  }

  /** Runs {@code work} in turn, or without the turn if the wait was too long. */
  void inTurn(Runnable work) {
    boolean hasTurn = awaitTurn();
    try {
      work.run();
    } finally {
      if (hasTurn) {
        release();
      }
    }
  }

  private boolean awaitTurn() {
    Object me = new Object();
    lock.lock();
    try {
      waiting.add(me);
      long since = nanoTime.getAsLong();
      while (taken || !me.equals(waiting.peek())) {
        long last = lastChange - since > 0 ? lastChange : since;
        long rest = maxWait.toNanos() - (nanoTime.getAsLong() - last);
        if (rest <= 0) {
          return false;
        }
        long _ = released.awaitNanos(rest);
      }
      return take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      waiting.remove(me);
      released.signalAll();
      lock.unlock();
    }
  }

  private boolean take() {
    taken = true;
    lastChange = nanoTime.getAsLong();
    return true;
  }

  private void release() {
    lock.lock();
    try {
      taken = false;
      lastChange = nanoTime.getAsLong();
      released.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
