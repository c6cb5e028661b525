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
 * Bounds the bytes that all local copies take on disk together, also while they are written, and
 * shares them out between tenants. Copies of the same tenants are one holding. A holding takes half
 * of the cap at most. Where room is needed, the least recently used copy that is not in use leaves:
 * of the same holding if that has used up its half, else of one that takes more than an equal part.
 * Only where no other takes more, or for one who takes less, any may leave. So those who take much
 * take it from each other.
 */
public final class DiskBudget {
  private final long cap;
  private final Lock lock = new ReentrantLock();
  private final Condition left = lock.newCondition();
  private final Set<Space> spaces = new HashSet<>();
  private long total;

  /**
   * @param cap bytes of all copies together, more than zero
   */
  public DiskBudget(long cap) {
    this.cap = cap;
  }

  /** The room that one copy takes; nothing at first. */
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

  /** Bytes that are taken or promised. */
  long total() {
    lock.lock();
    try {
      return total;
    } finally {
      lock.unlock();
    }
  }

  /** The room that one copy takes until it is deleted. */
  final class Space implements AutoCloseable {
    private final CopyOwner owner;
    private long bytes;
    private boolean closed;
    private boolean leaving;

    private Space(CopyOwner owner) {
      this.owner = owner;
    }

    /**
     * Takes more bytes, before they are written.
     *
     * @throws FailureException if there is no room for them, or the copy was given up meanwhile
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

    /** Takes what was measured, in place of what was taken so far; others may have to leave. */
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

    /** Gives all of it back. */
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

  /** With the lock, which is free while a copy leaves; what comes of it is seen with the lock. */
  private Optional<Failure> makeRoom(Space space, long more) {
    Set<Space> tried = new HashSet<>(Set.of(space));
    while (true) {
      if (space.closed) {
        return Optional.of(
            new Failure.Internal("The local copy of the " + space.owner.of() + " was given up."));
      }
      Map<Set<String>, Long> holdings = holdings();
      Set<String> holder = space.owner.tenants();
      long held = holdings.merge(holder, more, Long::sum);
      boolean tooMany = held > cap / 2;
      if (!tooMany && total + more <= cap) {
        return Optional.empty();
      }
      long part = cap / holdings.size();
      Optional<Space> next =
          tooMany
              ? leastRecent(tried, other -> other.owner.tenants().equals(holder))
              : leastRecent(tried, other -> holdings.get(other.owner.tenants()) > part);
      boolean modest = held <= part || noOtherTakesMore(holdings, holder, part);
      if (next.isEmpty() && !tooMany && modest) {
        next = leastRecent(tried, _ -> true);
      }
      if (next.isEmpty()) {
        return Optional.of(tooMany ? shareUsedUp(space) : full(space));
      }
      tried.add(next.get());
      leave(next.get());
    }
  }

  /**
   * Has a copy leave without the lock, for a large folder takes long to delete and others need no
   * room or have some. Its bytes count until it is gone. Who needs them too waits for that, or two
   * who need room at once would have two copies leave.
   */
  private void leave(Space space) {
    if (space.leaving) {
      while (space.leaving) {
        left.awaitUninterruptibly();
      }
      return;
    }
    space.leaving = true;
    lock.unlock();
    try {
      boolean _ = space.owner.giveUp();
    } finally {
      lock.lock();
      space.leaving = false;
      left.signalAll();
    }
  }

  private static boolean noOtherTakesMore(
      Map<Set<String>, Long> holdings, Set<String> holder, long part) {
    return holdings.entrySet().stream()
        .noneMatch(other -> other.getValue() > part && !other.getKey().equals(holder));
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
            .formatted(space.owner.of(), cap / 2, Reason.CACHE_FULL.remedy()));
  }

  private Failure full(Space space) {
    return new Failure.Remote(
        Reason.CACHE_FULL,
        ("The local copy of the %s does not fit: the copies of all namespaces take the %d bytes of"
                + " GITOPSBINDING_MAX_CACHE_BYTES, and too many of them are in use. %s")
            .formatted(space.owner.of(), cap, Reason.CACHE_FULL.remedy()));
  }
}
