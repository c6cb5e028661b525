package dev.gitopsbinding.net.share;

/** Looks into a memory budget, for tests of other packages. */
public final class FreeMemory {
  private FreeMemory() {}

  /** The number of free bytes. */
  public static long of(MemoryBudget budget) {
    return budget.available();
  }
}
