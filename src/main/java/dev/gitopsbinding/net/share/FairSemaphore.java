package dev.gitopsbinding.net.share;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Limits how many units, such as bytes or operations, are in use at once, fairly between tenants.
 * No tenant uses more than its share. Among waiting tenants, the one that was served longest ago is
 * next, however many requests each of them has; tenants that were never served come first. The
 * requests of one tenant are served in the order of their arrival. Thread-safe; callers block.
 */
public final class FairSemaphore {
  private final long share;
  private final long reserve;
  private final boolean oneForEach;
  private final Lock lock = new ReentrantLock();
  private final Map<String, Long> used = new HashMap<>();

  /** The waiting requests of each tenant; the tenant that is next comes first. */
  private final SortedMap<Rank, Deque<Waiter>> waiting = new TreeMap<>();

  /** The ranks of tenants that wait, or were served since all units were last free. */
  private final Map<String, Rank> ranks = new HashMap<>();

  private long free;
  private long lastRank;

  /**
   * Creates a semaphore with all units free.
   *
   * @param capacity units that all tenants use together, at least 1
   * @param share units that one tenant uses at most, from 1 to {@code capacity}; a share below
   *     {@code capacity} leaves units to the other tenants
   */
  public FairSemaphore(long capacity, long share) {
    this(capacity, share, 0);
  }

  /**
   * Creates a semaphore with all units free.
   *
   * @param capacity units that all tenants use together, at least 1
   * @param share units that one tenant uses at most, from 1 to {@code capacity}
   * @param reserve units that are only for tenants who use none, from 0 to less than {@code
   *     capacity}: a new tenant finds free units, however many tenants have taken their shares
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
   * Creates a semaphore that has one extra unit for each tenant, which no other tenant can take.
   *
   * @param more units that all tenants share in addition, at least 1
   * @param share units that one tenant uses at most, from 1 to {@code more}
   */
  static FairSemaphore withOneForEach(long more, long share) {
    return new FairSemaphore(more, share, 0, true);
  }

  /**
   * A tenant's position in the queue.
   *
   * @param at number of the event when the tenant was last served, else of its arrival; unique
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
   * @param tenant who the units are for, usually a namespace
   * @param units at least 1; more than a tenant's share counts as the whole share
   * @return empty if the units were not free within {@code timeout}
   */
  public Optional<Permit> acquire(String tenant, long units, Duration timeout)
      throws InterruptedException {
    return acquire(tenant, units, timeout, PendingRequest.UNSHARED);
  }

  /**
   * As {@link #acquire(String, long, Duration)}, for a request that gives up once it is answered.
   *
   * @return empty also if the request was answered while it waited
   */
  Optional<Permit> acquire(String tenant, long units, Duration timeout, PendingRequest request)
      throws InterruptedException {
    long wanted = Math.clamp(units, 1, share);
    lock.lockInterruptibly();
    try {
      Waiter waiter = new Waiter(wanted, lock.newCondition());
      Rank rank = ranks.computeIfAbsent(tenant, _ -> new Rank(false, ++lastRank, tenant));
      waiting.computeIfAbsent(rank, _ -> new ArrayDeque<>()).add(waiter);
      grant();
      await(tenant, waiter, timeout, request);
      return waiter.done ? Optional.of(() -> release(tenant, wanted)) : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** The number of free units. */
  public long available() {
    lock.lock();
    try {
      return free;
    } finally {
      lock.unlock();
    }
  }

  private void await(String tenant, Waiter waiter, Duration timeout, PendingRequest request)
      throws InterruptedException {
    long rest = timeout.toNanos();
    try {
      if (!waiter.done) {
        request.whenAnswered(() -> wake(waiter));
      }
      while (!waiter.done && rest > 0 && !request.isAnswered()) {
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

  private void wake(Waiter waiter) {
    lock.lock();
    try {
      waiter.granted.signal();
    } finally {
      lock.unlock();
    }
  }

  private void leave(String tenant, Waiter waiter) {
    // A waiter that was not served keeps its tenant's rank and queue.
    Rank rank = Objects.requireNonNull(ranks.get(tenant), "rank");
    Deque<Waiter> queue = Objects.requireNonNull(waiting.get(rank), "queue");
    queue.remove(waiter);
    if (queue.isEmpty()) {
      waiting.remove(rank);
      if (!rank.served()) {
        ranks.remove(tenant);
      }
    }
    // Requests behind this one may fit into the free units.
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

  /** How many of {@code units} are shared ones, for a tenant that uses {@code using} others. */
  private long cost(long using, long units) {
    return oneForEach && using == 0 ? units - 1 : units;
  }

  /**
   * Serves tenants in turn. A request that does not fit into the free units holds up those behind
   * it; otherwise many small requests would starve a large one. A tenant whose share is used up, or
   * for whom only the reserve is left, is passed over.
   */
  private void grant() {
    Map.Entry<Rank, Deque<Waiter>> next = nextServable();
    while (next != null) {
      String tenant = next.getKey().tenant();
      Deque<Waiter> queue = next.getValue();
      waiting.remove(next.getKey());
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

  private Map.@Nullable Entry<Rank, Deque<Waiter>> nextServable() {
    for (Map.Entry<Rank, Deque<Waiter>> next : waiting.entrySet()) {
      long units = next.getValue().element().units;
      long using = used.getOrDefault(next.getKey().tenant(), 0L);
      boolean servable = using == 0 || reserve == 0 || units + reserve <= free;
      boolean fits = cost(using, units) <= free;
      if (using + units <= share && servable && (fits || !oneForEach)) {
        return fits ? next : null;
      }
    }
    return null;
  }
}
