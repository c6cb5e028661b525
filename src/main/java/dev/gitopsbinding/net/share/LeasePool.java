package dev.gitopsbinding.net.share;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reference-counted connections, one per key, each kept while it is leased and for a while after. A
 * retired or expired one finishes its current leases and gets no new ones.
 */
public final class LeasePool<K, S extends LeasePool.Leased> implements AutoCloseable {
  /** What is shared. */
  public interface Leased {
    /** Whether it can serve another operation. */
    boolean isUsable();

    /** True once connected, or failed: a new lease would reuse it. */
    boolean isEstablished();

    /** May take long, may be called more than once, and does not fail. */
    void close();
  }

  /** Begins a login; must not block. */
  @FunctionalInterface
  public interface Maker<S> {
    /** Makes it. */
    S make() throws IOException, GeneralSecurityException;
  }

  private final Duration idleTime;
  private final Duration maxAge;
  private final int capacity;
  private final Map<K, Entry> entries = new ConcurrentHashMap<>();
  private boolean closed;

  /**
   * An empty one.
   *
   * @param idleTime how long one is kept that nobody uses
   * @param maxAge one older than this takes no more operations, so that a right that was taken away
   *     ends
   * @param capacity with more than these, one that nobody uses gives way to a new one
   */
  public LeasePool(Duration idleTime, Duration maxAge, int capacity) {
    this.idleTime = idleTime;
    this.maxAge = maxAge;
    this.capacity = capacity;
  }

  /** One operation's part in a login; to be closed once. */
  public final class Lease implements AutoCloseable {
    private final K key;
    private final Entry entry;
    private final boolean reused;

    private Lease(K key, Entry entry, boolean reused) {
      this.key = key;
      this.entry = entry;
      this.reused = reused;
    }

    /** What is leased. */
    public S leased() {
      return entry.leased;
    }

    /** Whether it was established before this operation. */
    public boolean reused() {
      return reused;
    }

    /** Keeps other operations from using it. */
    public void retire() {
      drop(key, entry);
    }

    @Override
    public void close() {
      entry.leave();
    }
  }

  /** Joins the login for the key, or begins one. */
  public synchronized Lease take(K key, Maker<S> maker)
      throws IOException, GeneralSecurityException {
    if (closed) {
      throw new IOException("the operator stops");
    }
    Optional<Entry> known = Optional.ofNullable(entries.get(key));
    if (known.isPresent() && known.get().join()) {
      return new Lease(key, known.get(), known.get().leased.isEstablished());
    }
    known.ifPresent(old -> drop(key, old));
    if (entries.size() >= capacity) {
      makeRoom();
    }
    Entry fresh = new Entry(maker.make());
    entries.put(key, fresh);
    return new Lease(key, fresh, false);
  }

  /** Closes those that nobody used for the idle time. */
  public void closeIdle() {
    entries.forEach(
        (key, entry) -> {
          if (entry.isIdle()) {
            drop(key, entry);
          }
        });
  }

  /** Closes all; those in use too. */
  @Override
  public synchronized void close() {
    closed = true;
    entries.forEach(
        (key, entry) -> {
          drop(key, entry);
          entry.leased.close();
        });
  }

  private void makeRoom() {
    entries.entrySet().stream()
        .filter(entry -> entry.getValue().idleFor() >= 0)
        .max(Comparator.comparingLong(entry -> entry.getValue().idleFor()))
        .ifPresent(longest -> drop(longest.getKey(), longest.getValue()));
  }

  private void drop(K key, Entry entry) {
    entries.remove(key, entry);
    entry.retire();
  }

  private final class Entry {
    private final S leased;
    private final long born = System.nanoTime();
    private int users = 1;
    private long idleSince = born;
    private boolean retired;

    Entry(S leased) {
      this.leased = leased;
    }

    synchronized boolean join() {
      boolean open = !retired && leased.isUsable() && System.nanoTime() - born < maxAge.toNanos();
      if (open) {
        users++;
      }
      return open;
    }

    synchronized void leave() {
      users--;
      idleSince = System.nanoTime();
      closeIfDone();
    }

    synchronized void retire() {
      if (!retired) {
        retired = true;
        closeIfDone();
      }
    }

    synchronized boolean isIdle() {
      return users == 0 && (idleFor() >= idleTime.toNanos() || !leased.isUsable());
    }

    /** In nanoseconds; negative while somebody uses it. */
    synchronized long idleFor() {
      return users == 0 ? System.nanoTime() - idleSince : -1;
    }

    private void closeIfDone() {
      if (retired && users == 0) {
        Thread.ofVirtual().name("close").start(leased::close);
      }
    }
  }
}
