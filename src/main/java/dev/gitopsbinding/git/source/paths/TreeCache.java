package dev.gitopsbinding.git.source.paths;

import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Trees that were read last, by their ids: the next commit, and the next filter, compare the same
 * ones. Thread-safe.
 */
final class TreeCache {
  /** With what a map costs, about 5 MiB of heap. */
  private static final int MAX_BYTES = 4 << 20;

  /** A larger tree would take the place of too many others. */
  private static final int LARGEST = MAX_BYTES / 16;

  private final Map<ObjectId, byte[]> trees = new LinkedHashMap<>(16, 0.75f, true);
  private int bytes;

  synchronized byte @Nullable [] get(ObjectId id) {
    return trees.get(id);
  }

  synchronized void put(ObjectId id, byte[] tree) {
    if (tree.length > LARGEST || trees.putIfAbsent(id, tree) != null) {
      return;
    }
    bytes += tree.length;
    var oldest = trees.values().iterator();
    while (bytes > MAX_BYTES) {
      bytes -= oldest.next().length;
      oldest.remove();
    }
  }
}
