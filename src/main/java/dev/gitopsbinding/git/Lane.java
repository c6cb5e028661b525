package dev.gitopsbinding.git;

import dev.gitopsbinding.model.RepositoryUrl;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
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

  /** What is done when the turn has come; {@code waited} tells whether others had it before. */
  @FunctionalInterface
  interface TurnWork {
    void run(boolean waited);
  }

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Duration patience;
  private final Semaphore turn = new Semaphore(1, true);
  private volatile long lastHandOver = System.nanoTime();
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
  void inTurn(TurnWork work) {
    boolean waited = !turn.tryAcquire();
    boolean mine = !waited || awaitTurn();
    if (mine) {
      lastHandOver = System.nanoTime();
    }
    try {
      work.run(waited);
    } finally {
      if (mine) {
        turn.release();
      }
    }
  }

  private boolean awaitTurn() {
    long since = System.nanoTime();
    try {
      while (true) {
        long rest = patience.toNanos() - (System.nanoTime() - since);
        if (turn.tryAcquire(Math.max(0, rest), TimeUnit.NANOSECONDS)) {
          return true;
        }
        if (lastHandOver - since <= 0) {
          return false;
        }
        since = lastHandOver;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
