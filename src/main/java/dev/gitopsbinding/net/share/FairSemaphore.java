package dev.gitopsbinding.net.share;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Bounds how many units, such as bytes or operations, are in use at once, fairly between tenants:
 * no tenant uses more than its share, and of tenants that wait, the one that was served longest ago
 * is next, however many requests each of them has; who was never served stands before them. The
 * requests of one tenant are served first come, first served.
 */
public final class FairSemaphore {
  private final long share;
  private final long reserve;
  private final boolean oneForEach;
  private final Lock lock = new ReentrantLock();
  private final Map<String, Long> used = new HashMap<>();

  /** The tenant whose turn is next stands first. */
  private final SortedMap<Rank, Deque<Waiter>> waiting = new TreeMap<>();

  /** Of those who wait, or were served since this was last idle. */
  private final Map<String, Rank> ranks = new HashMap<>();

  private long free;
  private long lastRank;

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
    this(capacity, share, reserve, false);
  }

  private FairSemaphore(long capacity, long share, long reserve, boolean oneForEach) {
    if (share < 1 || share > capacity || reserve < 0 || reserve >= capacity) {
      throw new IllegalArgumentException(
          "share %d and reserve %d of %d".formatted(share, reserve, capacity));
    }
    this.share = share;
    this.reserve = reserve;
    this.oneForEach = oneForEach;
    this.free = capacity;
  }

  /**
   * Everything is free. The first unit of each tenant is its own, so that no number of other
   * tenants can take it.
   *
   * @param more units that all tenants use together beside these, at least 1
   * @param share units that one tenant uses at most, from 1 to {@code more}
   */
  static FairSemaphore withOneForEach(long more, long share) {
    return new FairSemaphore(more, share, 0, true);
  }

  /**
   * Where a tenant stands in the row.
   *
   * @param at when it was served last, or else when it came; no two are equal
   */
  private record Rank(boolean served, long at, String tenant) implements Comparable<Rank> {
    private static final Comparator<Rank> ORDER =
        Comparator.comparing(Rank::served).thenComparingLong(Rank::at);

    @Override
    public int compareTo(Rank other) {
      return ORDER.compare(this, other);
    }
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
      Rank rank = ranks.computeIfAbsent(tenant, _ -> new Rank(false, ++lastRank, tenant));
      waiting.computeIfAbsent(rank, _ -> new ArrayDeque<>()).add(waiter);
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
    Rank rank = ranks.get(tenant);
    Deque<Waiter> queue = waiting.get(rank);
    queue.remove(waiter);
    if (queue.isEmpty()) {
      waiting.remove(rank);
      if (!rank.served()) {
        ranks.remove(tenant);
      }
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
    long left = used.getOrDefault(tenant, 0L) - units;
    free += cost(left, units);
    used.computeIfPresent(tenant, (_, _) -> left == 0 ? null : left);
    grant();
    if (used.isEmpty() && waiting.isEmpty()) {
      ranks.clear();
    }
  }

  /** How many of the units count for a tenant that uses so many others. */
  private long cost(long using, long units) {
    return oneForEach && using == 0 ? units - 1 : units;
  }

  /**
   * Serves tenants in turn. One whose request does not fit what is free holds up those behind it,
   * or many small requests would keep a large one waiting for ever; one whose share is used up
   * holds up nobody, and neither does one for whom only the reserve is left.
   */
  private void grant() {
    Optional<Rank> next = nextServable();
    while (next.isPresent()) {
      String tenant = next.get().tenant();
      Deque<Waiter> queue = waiting.remove(next.get());
      Waiter waiter = queue.remove();
      free -= cost(used.getOrDefault(tenant, 0L), waiter.units);
      used.merge(tenant, waiter.units, Long::sum);
      waiter.done = true;
      waiter.granted.signal();
      Rank served = new Rank(true, ++lastRank, tenant);
      ranks.put(tenant, served);
      if (!queue.isEmpty()) {
        waiting.put(served, queue);
      }
      next = nextServable();
    }
  }

  private Optional<Rank> nextServable() {
    for (Map.Entry<Rank, Deque<Waiter>> next : waiting.entrySet()) {
      long units = next.getValue().element().units;
      long using = used.getOrDefault(next.getKey().tenant(), 0L);
      boolean servable = using == 0 || reserve == 0 || units + reserve <= free;
      boolean fits = cost(using, units) <= free;
      if (using + units <= share && servable && (fits || !oneForEach)) {
        return fits ? Optional.of(next.getKey()) : Optional.empty();
      }
    }
    return Optional.empty();
  }
}
