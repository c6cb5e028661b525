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
 * The one place where pushes to one branch are made: a queue for each access, which take turns. The
 * turn only saves needless rejections, so nobody waits long for one who does not hand it on: the
 * server is told the expected commit in any case.
 */
final class Lane {
  /**
   * Who logs in, and what is asked for. A queue and its local copy are of one access: all that is
   * in one queue may go to the remote of any of it.
   *
   * @param credential its digest
   */
  record Access(String credential, RemoteAddress address) {
    static Access of(Remote remote) {
      return new Access(remote.credential().digest(), RemoteAddress.of(remote.branch().url()));
    }
  }

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Duration patience;
  private final LongSupplier nanoTime;
  private final Lock lock = new ReentrantLock();
  private final Condition handedOn = lock.newCondition();
  private final Deque<Object> row = new ArrayDeque<>();
  private boolean taken;
  private long lastHandOver;
  private final Map<Access, LaneQueue> queues = new ConcurrentHashMap<>();

  Lane() {
    this(PATIENCE, System::nanoTime);
  }

  /**
   * @param patience how long others wait for one who does not hand the turn on
   * @param nanoTime the monotonic clock
   */
  Lane(Duration patience, LongSupplier nanoTime) {
    this.patience = patience;
    this.nanoTime = nanoTime;
    this.lastHandOver = nanoTime.getAsLong();
  }

  /** The queue of an access; a new one where there is none that is open. */
  LaneQueue queue(Access access, Supplier<LaneQueue> maker) {
    return queues.compute(
        access, (_, known) -> known == null || known.isClosed() ? maker.get() : known);
  }

  /**
   * Closes the queues that were idle for long.
   *
   * @param idle how long is long
   */
  void evict(Function<Access, Duration> idle) {
    queues.entrySet().removeIf(entry -> entry.getValue().closeIfIdle(idle.apply(entry.getKey())));
  }

  /** Closes a queue once its work is done, which mostly is at once. */
  void retire(Access access) {
    queues.entrySet().removeIf(entry -> entry.getKey().equals(access) && entry.getValue().retire());
  }

  List<LaneQueue> queues() {
    return List.copyOf(queues.values());
  }

  boolean isUnused() {
    return queues.isEmpty();
  }

  /** Runs {@code work} when the turn has come. */
  void inTurn(Runnable work) {
    boolean mine = awaitTurn();
    try {
      work.run();
    } finally {
      if (mine) {
        handOn();
      }
    }
  }

  private boolean awaitTurn() {
    Object me = new Object();
    lock.lock();
    try {
      row.add(me);
      long since = nanoTime.getAsLong();
      while (taken || !me.equals(row.peek())) {
        long last = lastHandOver - since > 0 ? lastHandOver : since;
        long rest = patience.toNanos() - (nanoTime.getAsLong() - last);
        if (rest <= 0) {
          return false;
        }
        long _ = handedOn.awaitNanos(rest);
      }
      return take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      row.remove(me);
      handedOn.signalAll();
      lock.unlock();
    }
  }

  private boolean take() {
    taken = true;
    lastHandOver = nanoTime.getAsLong();
    return true;
  }

  private void handOn() {
    lock.lock();
    try {
      taken = false;
      lastHandOver = nanoTime.getAsLong();
      handedOn.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
