package dev.gitopsbinding.http.hook;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/**
 * Limits the requests of each client and of all together, with constant memory: clients share a
 * fixed number of places by a hash that nobody outside can compute. Counts by the generic cell rate
 * algorithm (ITU-T I.371), which needs one number for each place: when it is empty again.
 */
final class RequestLimiter {
  /** Requests of one client: this many at once, and then one each {@link #CLIENT_NANOS}. */
  static final int CLIENT_BURST = 100;

  static final long CLIENT_NANOS = 1_000_000_000L / 20;

  /** The same for all clients together. */
  static final int ALL_BURST = 400;

  static final long ALL_NANOS = 1_000_000_000L / 100;

  private static final int PLACES = 4096;
  private static final int NETWORK_BYTES = 8;

  private final LongSupplier nanos;
  private final int salt;
  private final AtomicLongArray clients = new AtomicLongArray(PLACES);
  private final AtomicLong all;

  /**
   * @param nanos as {@link System#nanoTime}
   * @param salt random
   */
  RequestLimiter(LongSupplier nanos, int salt) {
    this.nanos = nanos;
    this.salt = salt;
    long now = nanos.getAsLong();
    for (int place = 0; place < PLACES; place++) {
      clients.set(place, now);
    }
    all = new AtomicLong(now);
  }

  /** Whether a request of a client is within the limits; then it counts for both. */
  boolean allows(InetAddress client) {
    long now = nanos.getAsLong();
    int place = place(client);
    long own;
    do {
      own = clients.get(place);
      if (isFull(own, now, CLIENT_NANOS, CLIENT_BURST)) {
        return false;
      }
    } while (!clients.compareAndSet(place, own, next(own, now, CLIENT_NANOS)));
    long total;
    do {
      total = all.get();
      if (isFull(total, now, ALL_NANOS, ALL_BURST)) {
        return false;
      }
    } while (!all.compareAndSet(total, next(total, now, ALL_NANOS)));
    return true;
  }

  private static boolean isFull(long emptyAt, long now, long interval, int burst) {
    return emptyAt - now > interval * (burst - 1);
  }

  private static long next(long emptyAt, long now, long interval) {
    return (emptyAt - now > 0 ? emptyAt : now) + interval;
  }

  /** A network of IPv6 is one client: its addresses are free to choose. */
  private int place(InetAddress client) {
    byte[] address = client.getAddress();
    byte[] counted =
        client instanceof Inet6Address ? Arrays.copyOf(address, NETWORK_BYTES) : address;
    int hash = salt;
    for (byte part : counted) {
      hash = (hash ^ part) * 0x9E3779B1;
      hash ^= hash >>> 15;
    }
    return Math.floorMod(hash, PLACES);
  }
}
