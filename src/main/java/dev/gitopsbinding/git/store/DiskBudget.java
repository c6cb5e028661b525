package dev.gitopsbinding.git.store;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.net.FailureException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * Limits the bytes that all local copies take on disk together, also while they are written, and
 * divides them between tenants. The copies with the same set of tenants form a holding. A holding
 * takes half of the cap at most, and its fair part is an equal part of the cap.
 *
 * <p>If room is needed, the least recently used copy that is not in use is evicted:
 *
 * <ul>
 *   <li>from the same holding, if the holding has used up its half;
 *   <li>otherwise from a holding that takes more than its fair part;
 *   <li>if there is none, from any holding, provided that the requesting holding takes no more than
 *       its fair part, or no other holding takes more than its fair part.
 * </ul>
 *
 * <p>So large holdings take room from each other, and not from small ones.
 */
public final class DiskBudget {
  private final long cap;
  private final Lock lock = new ReentrantLock();
  private final Condition evicted = lock.newCondition();
  private final Set<Space> spaces = new HashSet<>();
  private long total;

  /**
   * @param cap bytes of all copies together, more than zero
   */
  public DiskBudget(long cap) {
    this.cap = cap;
  }

  /** Registers a copy that takes no bytes yet. */
  public Space open(CopyOwner owner) {
    lock.lock();
    try {
      Space space = new Space(owner);
      spaces.add(space);
      return space;
    } finally {
      lock.unlock();
    }
  }

  /** Bytes in use and reserved. For tests. */
  long total() {
    lock.lock();
    try {
      return total;
    } finally {
      lock.unlock();
    }
  }

  /** The disk space of one copy, until the copy is deleted. */
  final class Space implements AutoCloseable {
    private final CopyOwner owner;
    private long bytes;
    private boolean closed;
    private boolean evicting;

    private Space(CopyOwner owner) {
      this.owner = owner;
    }

    /**
     * Reserves more bytes, before they are written.
     *
     * @param more in bytes, 0 or more
     * @throws FailureException if there is no room for them, or the copy was evicted
     */
    void grow(long more) throws FailureException {
      lock.lock();
      try {
        Optional<Failure> refusal = makeRoom(this, more);
        if (refusal.isPresent()) {
          throw new FailureException(refusal.get());
        }
        bytes += more;
        total += more;
      } finally {
        lock.unlock();
      }
    }

    /** Replaces the reserved size by the measured one, in bytes; may evict other copies. */
    void settle(long measured) {
      lock.lock();
      try {
        if (!closed) {
          total += measured - bytes;
          bytes = measured;
          Optional<Failure> _ = makeRoom(this, 0);
        }
      } finally {
        lock.unlock();
      }
    }

    /** Releases all bytes. */
    @Override
    public void close() {
      lock.lock();
      try {
        closed = true;
        spaces.remove(this);
        total -= bytes;
        bytes = 0;
      } finally {
        lock.unlock();
      }
    }
  }

  /**
   * Evicts copies until there is room. Called with the lock, which is released while a copy is
   * deleted, so the state is evaluated again after each eviction.
   *
   * @return why there is no room; empty if there is
   */
  private Optional<Failure> makeRoom(Space space, long more) {
    Set<Space> tried = new HashSet<>(Set.of(space));
    while (true) {
      if (space.closed) {
        return Optional.of(
            new Failure.Internal(
                "The local copy of the " + space.owner.original() + " was given up."));
      }
      Map<Set<String>, Long> holdings = holdings();
      Set<String> holder = space.owner.tenants();
      long held = holdings.merge(holder, more, Long::sum);
      boolean halfUsedUp = held > cap / 2;
      if (!halfUsedUp && total + more <= cap) {
        return Optional.empty();
      }
      long fairPart = cap / holdings.size();
      Optional<Space> next =
          halfUsedUp
              ? leastRecent(tried, other -> other.owner.tenants().equals(holder))
              : leastRecent(
                  tried, other -> holdings.getOrDefault(other.owner.tenants(), 0L) > fairPart);
      boolean mayEvictAny = held <= fairPart || noOtherTakesMore(holdings, holder, fairPart);
      if (next.isEmpty() && !halfUsedUp && mayEvictAny) {
        next = leastRecent(tried, _ -> true);
      }
      if (next.isEmpty()) {
        return Optional.of(halfUsedUp ? shareUsedUp(space) : full(space));
      }
      tried.add(next.get());
      evict(next.get());
    }
  }

  /**
   * Evicts a copy. The lock is released meanwhile, because the deletion of a large folder takes
   * long. The bytes of the copy count until it is deleted. A second thread that chose the same copy
   * waits for its deletion; otherwise it would evict another copy without need.
   */
  private void evict(Space space) {
    if (space.evicting) {
      while (space.evicting) {
        evicted.awaitUninterruptibly();
      }
      return;
    }
    space.evicting = true;
    lock.unlock();
    try {
      boolean _ = space.owner.release();
    } finally {
      lock.lock();
      space.evicting = false;
      evicted.signalAll();
    }
  }

  private static boolean noOtherTakesMore(
      Map<Set<String>, Long> holdings, Set<String> holder, long fairPart) {
    return holdings.entrySet().stream()
        .noneMatch(other -> other.getValue() > fairPart && !other.getKey().equals(holder));
  }

  private Map<Set<String>, Long> holdings() {
    Map<Set<String>, Long> holdings = new HashMap<>();
    spaces.forEach(space -> holdings.merge(space.owner.tenants(), space.bytes, Long::sum));
    return holdings;
  }

  private Optional<Space> leastRecent(Set<Space> tried, Predicate<Space> wanted) {
    long now = System.nanoTime();
    return spaces.stream()
        .filter(space -> space.bytes > 0 && !tried.contains(space) && wanted.test(space))
        .max(Comparator.comparingLong(space -> now - space.owner.lastUsed()));
  }

  private Failure shareUsedUp(Space space) {
    return new Failure.Remote(
        Reason.CACHE_FULL,
        ("The local copy of the %s does not fit: the copies of one namespace may take %d bytes, half"
                + " of GITOPSBINDING_MAX_CACHE_BYTES. %s")
            .formatted(space.owner.original(), cap / 2, Reason.CACHE_FULL.remedy()));
  }

  private Failure full(Space space) {
    return new Failure.Remote(
        Reason.CACHE_FULL,
        ("The local copy of the %s does not fit: the copies of all namespaces take the %d bytes of"
                + " GITOPSBINDING_MAX_CACHE_BYTES, and too many of them are in use. %s")
            .formatted(space.owner.original(), cap, Reason.CACHE_FULL.remedy()));
  }
}
