package dev.gitopsbinding.net.share;

import java.time.Duration;
import java.util.Optional;

/**
 * The bytes of heap that what comes from outside may take at once, in the whole process: what hosts
 * send, and what is made of it. Fair between tenants; one of them uses half at most, so that it
 * keeps nobody else waiting.
 */
public final class MemoryBudget {
  /** The rest is for what is held all the time, and for what the estimates leave out. */
  private static final int PART_OF_HEAP = 3;

  private final FairSemaphore bytes;

  /**
   * All of it is free.
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
   * @param tenant on whose behalf, usually a namespace
   * @param bytes at least 1; more than half of the budget counts as half of it, which the tenant
   *     then has alone
   * @return to be closed once; empty if they were not free within {@code timeout}
   */
  public Optional<FairSemaphore.Permit> reserve(String tenant, long bytes, Duration timeout)
      throws InterruptedException {
    return this.bytes.acquire(tenant, bytes, timeout);
  }

  /** Bytes that nobody uses. */
  public long available() {
    return bytes.available();
  }
}
