package dev.gitopsbinding.net.share;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reference-counted connections, one per key. A connection stays open while it is leased, and for
 * the idle time after its last lease. A retired or expired connection finishes its current leases
 * and gets no new ones. Thread-safe.
 */
public final class LeasePool<K, S extends LeasePool.Leased> implements AutoCloseable {
  /** A connection that operations share. */
  public interface Leased {
    /** Whether the connection can serve another operation. */
    boolean isUsable();

    /** True once connected, or failed: a new lease would reuse the connection. */
    boolean isEstablished();

    /** Closes the connection. May block, may be called more than once, and never throws. */
    void close();
  }

  /** Starts a connection. */
  @FunctionalInterface
  public interface Maker<S> {
    /** Starts to connect and returns at once; must not block. */
    S make() throws IOException, GeneralSecurityException;
  }

  private final Duration idleTime;
  private final Duration maxAge;
  private final int capacity;
  private final Map<K, Entry> entries = new ConcurrentHashMap<>();
  private boolean closed;

  /**
   * Creates an empty pool.
   *
   * @param idleTime how long a connection without leases is kept
   * @param maxAge a connection older than this gets no new leases, so that revoked access ends
   * @param capacity from this number of connections on, a new one replaces the one that has been
   *     idle for longest; at least 1. Connections in use are never closed for it
   */
  public LeasePool(Duration idleTime, Duration maxAge, int capacity) {
    this.idleTime = idleTime;
    this.maxAge = maxAge;
    this.capacity = capacity;
  }

  /** One operation's use of a connection; to be closed once. */
  public final class Lease implements AutoCloseable {
    private final K key;
    private final Entry entry;
    private final boolean reused;

    private Lease(K key, Entry entry, boolean reused) {
      this.key = key;
      this.entry = entry;
      this.reused = reused;
    }

    /** The leased connection. */
    public S leased() {
      return entry.leased;
    }

    /** Whether the connection was established before this operation. */
    public boolean reused() {
      return reused;
    }

    /** Gives the connection to no other operation. */
    public void retire() {
      drop(key, entry);
    }

    @Override
    public void close() {
      entry.leave();
    }
  }

  /**
   * Leases the connection for the key, or starts one.
   *
   * @throws IOException if the pool is closed, or the connection cannot be started
   */
  public synchronized Lease take(K key, Maker<S> maker)
      throws IOException, GeneralSecurityException {
    if (closed) {
      throw new IOException("the operator stops");
    }
    Entry known = entries.get(key);
    if (known != null && known.join()) {
      return new Lease(key, known, known.leased.isEstablished());
    }
    if (known != null) {
      drop(key, known);
    }
    if (entries.size() >= capacity) {
      makeRoom();
    }
    Entry fresh = new Entry(maker.make());
    entries.put(key, fresh);
    return new Lease(key, fresh, false);
  }

  /** Closes connections that were not used for the idle time. */
  public void closeIdle() {
    entries.forEach(
        (key, entry) -> {
          if (entry.isIdle()) {
            drop(key, entry);
          }
        });
  }

  /** Closes all connections, including those in use. */
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
    // One time for all: if the thread paused between two readings, the order could change.
    long now = System.nanoTime();
    entries.entrySet().stream()
        .filter(entry -> entry.getValue().idleFor(now) >= 0)
        .max(Comparator.comparingLong(entry -> entry.getValue().idleFor(now)))
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
      return users == 0 && (idleFor(System.nanoTime()) >= idleTime.toNanos() || !leased.isUsable());
    }

    /** Nanoseconds since the last lease ended; negative while there is a lease. */
    synchronized long idleFor(long now) {
      return users == 0 ? Math.max(0, now - idleSince) : -1;
    }

    private void closeIfDone() {
      if (retired && users == 0) {
        Thread.ofVirtual().name("close").start(leased::close);
      }
    }
  }
}
