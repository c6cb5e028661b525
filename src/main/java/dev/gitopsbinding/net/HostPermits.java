package dev.gitopsbinding.net;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Bounds how many operations run at once at each host, first come, first served. */
public final class HostPermits {
  private final int permits;
  private final Map<String, Host> hosts = new ConcurrentHashMap<>();

  /**
   * @param permits for each host, at least 1
   */
  public HostPermits(int permits) {
    this.permits = permits;
  }

  private record Host(Semaphore free, int users) {
    Host with(int more) {
      return new Host(free, users + more);
    }
  }

  /** The right to run one operation; to be closed once. */
  @FunctionalInterface
  public interface Permit extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Waits for a permit.
   *
   * @return empty if there was none within {@code timeout}
   */
  public Optional<Permit> acquire(String host, Duration timeout) throws InterruptedException {
    Semaphore free =
        hosts
            .compute(
                host,
                (_, known) ->
                    Optional.ofNullable(known)
                        .orElseGet(() -> new Host(new Semaphore(permits, true), 0))
                        .with(1))
            .free();
    boolean acquired = false;
    try {
      acquired = free.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } finally {
      if (!acquired) {
        leave(host);
      }
    }
    return acquired ? Optional.of(() -> release(host, free)) : Optional.empty();
  }

  private void release(String host, Semaphore free) {
    free.release();
    leave(host);
  }

  // The type that Map.computeIfPresent asks for knows nothing but null to remove an entry.
  private void leave(String host) {
    hosts.computeIfPresent(host, (_, known) -> known.users() == 1 ? null : known.with(-1));
  }
}
