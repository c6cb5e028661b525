package dev.gitopsbinding.git.source.history;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.util.RawParseUtils;

/**
 * Reads commits of a local copy into a graph. It reads the parents that commits name, also at the
 * ends of a shallow history, so that graphs of several copies fit together.
 */
final class CommitReader {
  /** About 4 MiB of heap. */
  private static final int MAX_KNOWN = 20_000;

  /** gitformat-commit: the tree comes first, then the parents. */
  private static final int AFTER_TREE = "tree \n".length() + Constants.OBJECT_ID_STRING_LENGTH;

  private static final byte[] PARENT = Constants.encodeASCII("parent ");

  private CommitReader() {}

  /**
   * The graph with a commit, and with everything that the copy holds of its history. A graph that
   * has grown too large is begun anew.
   */
  static CommitGraph extended(CommitGraph known, FileRepository repository, ObjectId from)
      throws IOException {
    CommitGraph base = known.size() > MAX_KNOWN / 2 ? CommitGraph.EMPTY : known;
    Map<ObjectId, List<ObjectId>> parents = new HashMap<>(base.parents());
    Deque<ObjectId> queue = new ArrayDeque<>(List.of(from));
    // A deeper copy continues the history where the known one ends.
    base.parents().values().forEach(queue::addAll);
    try (ObjectReader reader = repository.newObjectReader()) {
      while (!queue.isEmpty() && parents.size() < MAX_KNOWN) {
        ObjectId id = queue.poll();
        if (!parents.containsKey(id) && reader.has(id, Constants.OBJ_COMMIT)) {
          List<ObjectId> named = parentsIn(reader.open(id, Constants.OBJ_COMMIT).getBytes());
          parents.put(id, named);
          queue.addAll(named);
        }
      }
    }
    return new CommitGraph(parents);
  }

  private static List<ObjectId> parentsIn(byte[] commit) {
    List<ObjectId> parents = new ArrayList<>();
    int at = AFTER_TREE;
    while (RawParseUtils.match(commit, at, PARENT) >= 0) {
      parents.add(ObjectId.fromString(commit, at + PARENT.length));
      at = RawParseUtils.nextLF(commit, at);
    }
    return List.copyOf(parents);
  }
}
