package dev.gitopsbinding.notify.commitstatus;

import dev.gitopsbinding.net.share.ThreadShortageException;
import dev.gitopsbinding.notify.commitstatus.CommitStatusListener.Result;
import dev.gitopsbinding.notify.commitstatus.QueuedStatus.Place;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The statuses that wait for their delivery: at most one for each commit and context, the newest. A
 * virtual thread delivers it, and lives no longer, so that an unreachable forge delays no other.
 * All bounds drop statuses and block nobody. Thread-safe.
 */
final class StatusQueue {
  private static final Logger log = LoggerFactory.getLogger(StatusQueue.class);

  /** For all bindings together. */
  static final int MAX = 1000;

  /** For the bindings of one namespace, so that there is room for others. */
  static final int MAX_OF_NAMESPACE = MAX / 4;

  private final StatusDelivery delivery;
  private final CommitStatusListener listener;
  private final Lock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<Place, Slot> slots = new HashMap<>();
  private final Map<String, Integer> holdings = new HashMap<>();
  private boolean closed;

  StatusQueue(StatusDelivery delivery, CommitStatusListener listener) {
    this.delivery = delivery;
    this.listener = listener;
  }

  /** Queues a status in place of an older one, or drops it if there are too many; never blocks. */
  void add(QueuedStatus status) {
    boolean taken;
    lock.lock();
    try {
      taken = !closed && enqueue(status);
    } finally {
      lock.unlock();
    }
    if (!taken) {
      listener.ended(Result.DROPPED);
    }
  }

  private boolean enqueue(QueuedStatus status) {
    Slot slot = slots.get(status.place());
    if (slot != null) {
      slot.newest = status;
      return true;
    }
    if (slots.size() >= MAX || holdings.getOrDefault(status.namespace(), 0) >= MAX_OF_NAMESPACE) {
      return false;
    }
    Slot fresh = new Slot(status);
    ThreadShortageException.start(fresh.thread);
    slots.put(status.place(), fresh);
    holdings.merge(status.namespace(), 1, Integer::sum);
    return true;
  }

  /** The statuses of one place. */
  private final class Slot implements StatusDelivery.Waiting {
    private final Thread thread = Thread.ofVirtual().name("commit status").unstarted(this::work);

    /** Under the lock. */
    private QueuedStatus newest;

    Slot(QueuedStatus first) {
      newest = first;
    }

    @Override
    public QueuedStatus newest() {
      lock.lock();
      try {
        return newest;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
    }

    private void work() {
      try {
        QueuedStatus done = delivery.deliver(this);
        while (!isEnd(done)) {
          done = delivery.deliver(this);
        }
      } catch (InterruptedException e) {
        log.debug("Interrupted with a status left", e);
      } catch (RuntimeException | Error e) {
        log.error("A commit status was lost: unexpected {}", e.getClass().getName());
        listener.ended(Result.FAILED);
        lock.lock();
        try {
          // A newer status too: this thread ends, and its place must not stay taken.
          leave();
        } finally {
          lock.unlock();
        }
      }
    }

    /** Whether no newer status came meanwhile; the thread ends then. */
    private boolean isEnd(QueuedStatus done) {
      lock.lock();
      try {
        if (!newest.equals(done) && !closed) {
          return false;
        }
        leave();
        return true;
      } finally {
        lock.unlock();
      }
    }

    /** Frees the place; under the lock. */
    private void leave() {
      if (slots.remove(newest.place()) != null) {
        holdings.merge(
            newest.namespace(), -1, (one, other) -> one + other == 0 ? null : one + other);
      }
      changed.signalAll();
    }
  }

  /**
   * Takes no more statuses, waits a moment for those that are there, and drops the rest.
   *
   * @param limit how long to wait at most
   */
  void close(Duration limit) throws InterruptedException {
    int left;
    lock.lock();
    try {
      closed = true;
      long rest = limit.toNanos();
      while (!slots.isEmpty() && rest > 0) {
        rest = changed.awaitNanos(rest);
      }
      left = slots.size();
      slots.values().forEach(slot -> slot.thread.interrupt());
      slots.clear();
      holdings.clear();
    } finally {
      lock.unlock();
    }
    for (int i = 0; i < left; i++) {
      listener.ended(Result.DROPPED);
    }
    if (left > 0) {
      log.warn("{} commit statuses were not written before the operator ended", left);
    }
  }
}
