package dev.gitopsbinding.git.transport;

/**
 * The limits for the data that one operation receives. All are in bytes, except {@code objects}.
 * They grow with the heap, so that a larger heap allows larger repositories.
 *
 * @param list data outside packs, mostly the list of branches
 * @param objects the number of objects that a pack announces
 * @param object one object of any type; JGit holds it, its base and the delta between them in
 *     memory
 * @param tree one folder; it is searched entry by entry
 * @param commit one commit or tag
 * @param commits all commits of a pack; each is held in memory while the history is read
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
  /** About 120 000 branches; protocol version 2 lists only the requested one. */
  private static final long LIST = 8L << 20;

  private static final long HEAP_BYTES_PER_OBJECT = 1200;
  private static final int PART_FOR_OBJECT = 16;
  private static final int PART_FOR_LIVE = 8;

  /** About 100 000 entries. */
  private static final long TREE = 4L << 20;

  private static final long COMMIT = 1L << 20;
  private static final long COMMITS = 64L << 20;

  /** The files of a commit rarely compress to less than a fifth. */
  private static final int EXPANSION = 4;

  /**
   * Limits for a heap size. With the default heap of 358 MiB: 313 000 objects of at most 22 MiB
   * each.
   *
   * @param heap the largest size of the heap, in bytes
   * @param maxReceivedBytes how much one operation may receive
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

  /** Limits for the heap of this process. */
  public static TransferLimits ofHeap(long maxReceivedBytes) {
    return of(Runtime.getRuntime().maxMemory(), maxReceivedBytes);
  }
}
