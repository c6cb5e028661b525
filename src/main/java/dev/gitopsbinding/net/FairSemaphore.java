package dev.gitopsbinding.net;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Bounds how many units, such as bytes or operations, are in use at once, fairly between tenants:
 * no tenant uses more than its share, and tenants that wait take turns, however many requests each
 * of them has. The requests of one tenant are served first come, first served.
 */
public final class FairSemaphore {
  private final long share;
  private final long reserve;
  private final Lock lock = new ReentrantLock();
  private final Map<String, Long> used = new HashMap<>();

  /** The tenant whose turn is next stands first. */
  private final Map<String, Deque<Waiter>> waiting = new LinkedHashMap<>();

  private long free;

  /**
   * Everything is free.
   *
   * @param capacity units that all tenants use together, at least 1
   * @param share units that one tenant uses at most, from 1 to {@code capacity}; less than {@code
   *     capacity} keeps units for the others
   */
  public FairSemaphore(long capacity, long share) {
    this(capacity, share, 0);
  }

  /**
   * Everything is free.
   *
   * @param capacity units that all tenants use together, at least 1
   * @param share units that one tenant uses at most, from 1 to {@code capacity}
   * @param reserve units that only a tenant gets who uses none, from 0 to less than {@code
   *     capacity}: a newcomer finds room, however many tenants have taken their shares
   */
  public FairSemaphore(long capacity, long share, long reserve) {
    if (share < 1 || share > capacity || reserve < 0 || reserve >= capacity) {
      throw new IllegalArgumentException(
          "share %d and reserve %d of %d".formatted(share, reserve, capacity));
    }
    this.share = share;
    this.reserve = reserve;
    this.free = capacity;
  }

  /** Units in use; to be closed once. */
  @FunctionalInterface
  public interface Permit extends AutoCloseable {
    @Override
    void close();
  }

  private static final class Waiter {
    private final long units;
    private final Condition granted;
    private boolean done;

    Waiter(long units, Condition granted) {
      this.units = units;
      this.granted = granted;
    }
  }

  /**
   * Waits for units.
   *
   * @param tenant on whose behalf, usually a namespace
   * @param units at least 1; more than the tenant's share counts as the whole share, so that the
   *     tenant has them alone
   * @return empty if they were not free within {@code timeout}
   */
  public Optional<Permit> acquire(String tenant, long units, Duration timeout)
      throws InterruptedException {
    long wanted = Math.clamp(units, 1, share);
    lock.lockInterruptibly();
    try {
      Waiter waiter = new Waiter(wanted, lock.newCondition());
      waiting.computeIfAbsent(tenant, _ -> new ArrayDeque<>()).add(waiter);
      grant();
      await(tenant, waiter, timeout);
      return waiter.done ? Optional.of(() -> release(tenant, wanted)) : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** Units that nobody uses. */
  public long available() {
    lock.lock();
    try {
      return free;
    } finally {
      lock.unlock();
    }
  }

  private void await(String tenant, Waiter waiter, Duration timeout) throws InterruptedException {
    long rest = timeout.toNanos();
    try {
      while (!waiter.done && rest > 0) {
        rest = waiter.granted.awaitNanos(rest);
      }
    } catch (InterruptedException e) {
      if (waiter.done) {
        giveBack(tenant, waiter.units);
      }
      throw e;
    } finally {
      if (!waiter.done) {
        leave(tenant, waiter);
      }
    }
  }

  private void leave(String tenant, Waiter waiter) {
    Deque<Waiter> queue = waiting.get(tenant);
    queue.remove(waiter);
    if (queue.isEmpty()) {
      waiting.remove(tenant);
    }
    // It may have stood before others for which there is room.
    grant();
  }

  private void release(String tenant, long units) {
    lock.lock();
    try {
      giveBack(tenant, units);
    } finally {
      lock.unlock();
    }
  }

  private void giveBack(String tenant, long units) {
    free += units;
    used.computeIfPresent(tenant, (_, before) -> before == units ? null : before - units);
    grant();
  }

  /**
   * Serves tenants in turn. One whose request does not fit what is free holds up those behind it,
   * or many small requests would keep a large one waiting for ever; one whose share is used up
   * holds up nobody, and neither does one for whom only the reserve is left.
   */
  private void grant() {
    Optional<String> next = nextServable();
    while (next.isPresent()) {
      String tenant = next.get();
      Deque<Waiter> queue = waiting.remove(tenant);
      Waiter waiter = queue.remove();
      free -= waiter.units;
      used.merge(tenant, waiter.units, Long::sum);
      waiter.done = true;
      waiter.granted.signal();
      if (!queue.isEmpty()) {
        waiting.put(tenant, queue);
      }
      next = nextServable();
    }
  }

  private Optional<String> nextServable() {
    Iterator<Map.Entry<String, Deque<Waiter>>> tenants = waiting.entrySet().iterator();
    while (tenants.hasNext()) {
      Map.Entry<String, Deque<Waiter>> next = tenants.next();
      long units = next.getValue().element().units;
      long using = used.getOrDefault(next.getKey(), 0L);
      boolean servable = using == 0 || reserve == 0 || units + reserve <= free;
      if (using + units <= share && servable) {
        return units <= free ? Optional.of(next.getKey()) : Optional.empty();
      }
    }
    return Optional.empty();
  }
}
