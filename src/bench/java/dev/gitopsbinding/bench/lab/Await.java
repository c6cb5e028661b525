package dev.gitopsbinding.bench.lab;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for a state by polling. */
public final class Await {
  private Await() {}

  /**
   * Waits until the condition holds.
   *
   * @throws BenchException if it does not within the limit
   */
  public static void until(String what, Duration limit, Duration poll, BooleanSupplier condition) {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new BenchException(what + ": not within " + limit.toSeconds() + " s");
      }
      pause(poll);
    }
  }

  public static void pause(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted");
    }
  }
}
