package dev.gitopsbinding.net.share;

import java.time.Duration;
import java.util.Optional;

/**
 * Limits the heap that data from outside may take at once in the whole process: what hosts send,
 * and what is made of it. Fair between tenants; one tenant uses at most half of the budget, so that
 * it does not keep the others waiting.
 */
public final class MemoryBudget {
  /** The rest of the heap is for long-lived objects, and for what the estimates leave out. */
  private static final int PART_OF_HEAP = 3;

  private final FairSemaphore bytes;

  /**
   * Creates a budget with all bytes free.
   *
   * @param capacity in bytes, at least 2
   */
  public MemoryBudget(long capacity) {
    this.bytes = new FairSemaphore(capacity, capacity / 2);
  }

  /** A third of the largest heap that this process may have. */
  public static MemoryBudget ofHeap() {
    return new MemoryBudget(Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
  }

  /**
   * Waits for bytes.
   *
   * @param tenant who the bytes are for, usually a namespace
   * @param bytes at least 1; more than half of the budget counts as half of it
   * @return to be closed once; empty if the bytes were not free within {@code timeout}
   */
  public Optional<FairSemaphore.Permit> reserve(String tenant, long bytes, Duration timeout)
      throws InterruptedException {
    return this.bytes.acquire(tenant, bytes, timeout);
  }

  /** The number of free bytes. For tests. */
  long available() {
    return bytes.available();
  }
}
