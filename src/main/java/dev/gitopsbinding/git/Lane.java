package dev.gitopsbinding.git;

import dev.gitopsbinding.model.RepositoryUrl;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The one place where pushes to one branch are made: a queue for each credential, which take turns.
 * The turn only saves needless rejections, so nobody waits long for one who does not hand it on:
 * the server is told the expected commit in any case.
 */
final class Lane {
  /**
   * Who logs in, and how. Different ways to write the URL of one repository are one.
   *
   * @param credential its digest
   */
  record Access(String credential, RepositoryUrl.Scheme scheme, String user) {}

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Duration patience;
  private final Lock lock = new ReentrantLock();
  private final Condition handedOn = lock.newCondition();
  private final Deque<Object> row = new ArrayDeque<>();
  private boolean taken;
  private long lastHandOver = System.nanoTime();
  private final Map<Access, LaneQueue> queues = new ConcurrentHashMap<>();

  Lane() {
    this(PATIENCE);
  }

  /**
   * @param patience how long others wait for one who does not hand the turn on
   */
  Lane(Duration patience) {
    this.patience = patience;
  }

  LaneQueue queue(Access access, Supplier<LaneQueue> maker) {
    return queues.computeIfAbsent(access, _ -> maker.get());
  }

  /** Closes the queues that were idle for so long. */
  void evict(Duration idle) {
    queues.values().removeIf(queue -> queue.closeIfIdle(idle));
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
      long since = System.nanoTime();
      while (taken || !me.equals(row.peek())) {
        long last = lastHandOver - since > 0 ? lastHandOver : since;
        long rest = patience.toNanos() - (System.nanoTime() - last);
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
    lastHandOver = System.nanoTime();
    return true;
  }

  private void handOn() {
    lock.lock();
    try {
      taken = false;
      lastHandOver = System.nanoTime();
      handedOn.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
