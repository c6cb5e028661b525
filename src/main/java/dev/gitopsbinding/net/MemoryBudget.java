package dev.gitopsbinding.net;

import java.time.Duration;
import java.util.Optional;

/**
 * The part of the heap that work for authors of bindings may take at any moment, over all hosts and
 * files, shared out fairly between tenants: a tenant has at most half of it.
 */
public final class MemoryBudget {
  private static final int PART_OF_HEAP = 4;

  private final FairSemaphore bytes;

  /**
   * Everything is free.
   *
   * @param capacity in bytes, at least 2
   */
  public MemoryBudget(long capacity) {
    this.bytes = new FairSemaphore(capacity, capacity / 2);
  }

  /** A quarter of this process's largest heap. */
  public static MemoryBudget ofHeap() {
    return new MemoryBudget(Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
  }

  /**
   * Waits for room.
   *
   * @param tenant on whose behalf, usually a namespace
   * @param bytes more than a tenant may have counts as all that it may have
   * @return empty if there was none within {@code timeout}
   */
  public Optional<FairSemaphore.Permit> reserve(String tenant, long bytes, Duration timeout)
      throws InterruptedException {
    return this.bytes.acquire(tenant, bytes, timeout);
  }

  /** Bytes that nobody has reserved. */
  public long available() {
    return bytes.available();
  }
}
