package dev.gitopsbinding.git.transport;

/**
 * What one operation may bring of each kind; all in bytes, but {@code objects}. They follow the
 * heap, so that a larger heap takes larger repositories.
 *
 * @param list of branches, counted as it comes
 * @param objects that a pack announces
 * @param object any one; JGit holds it, its base and the delta between them in memory
 * @param tree one folder; it is searched entry by entry
 * @param commit one commit or tag
 * @param commits all commits of a pack; each is held while the history is looked at
 * @param live objects held at once while deltas are resolved
 * @param expanded all objects, unpacked
 */
public record TransferLimits(
    long list,
    long objects,
    long object,
    long tree,
    long commit,
    long commits,
    long live,
    long expanded) {
  /** About 120 000 branches; protocol version 2 lists none but the one that is asked for. */
  private static final long LIST = 8L << 20;

  private static final long HEAP_BYTES_PER_OBJECT = 1200;
  private static final int PART_FOR_OBJECT = 16;
  private static final int PART_FOR_LIVE = 8;

  /** About 100 000 entries. */
  private static final long TREE = 4L << 20;

  private static final long COMMIT = 1L << 20;
  private static final long COMMITS = 64L << 20;

  /** Files of a snapshot seldom shrink to less than a fifth. */
  private static final int EXPANSION = 4;

  /**
   * With the shipped heap of 358 MiB: 313 000 objects of at most 22 MiB each.
   *
   * @param heap its largest size
   * @param maxReceivedBytes what one operation may receive
   */
  static TransferLimits of(long heap, long maxReceivedBytes) {
    return new TransferLimits(
        Math.min(LIST, maxReceivedBytes),
        heap / HEAP_BYTES_PER_OBJECT,
        heap / PART_FOR_OBJECT,
        TREE,
        COMMIT,
        COMMITS,
        heap / PART_FOR_LIVE,
        Math.multiplyExact(EXPANSION, Math.min(maxReceivedBytes, Long.MAX_VALUE / EXPANSION)));
  }

  /** For the heap of this process. */
  public static TransferLimits ofHeap(long maxReceivedBytes) {
    return of(Runtime.getRuntime().maxMemory(), maxReceivedBytes);
  }
}
