package dev.gitopsbinding.git.source.paths;

import dev.gitopsbinding.model.paths.FilteredFolder;
import dev.gitopsbinding.net.share.TimeLimit;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.jspecify.annotations.Nullable;

/**
 * Compares two trees in the files of a filter, as git-diff-tree(1) does: by the ids and modes of
 * entries. It opens only folders that differ and may hold such files.
 */
final class TreeComparison {
  /** How many entries are compared between two looks at the clock. */
  private static final int STRIDE = 4096;

  /** The modes that git tells apart; it once wrote others (read-cache.h, canon_mode). */
  private static final int EXECUTABLE = 0100;

  private final ObjectReader reader;
  private final TreeCache cache;
  private final TimeLimit limit;
  private final Deque<Pair> pairs = new ArrayDeque<>();
  private int entries;

  /** Two versions of one folder; null where it does not exist. */
  private record Pair(@Nullable ObjectId older, @Nullable ObjectId newer, FilteredFolder folder) {}

  /** The comparison took too long. */
  static final class TooLongException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  TreeComparison(ObjectReader reader, TreeCache cache, TimeLimit limit) {
    this.reader = reader;
    this.cache = cache;
    this.limit = limit;
  }

  /**
   * Whether a file of the filter was added, removed or changed.
   *
   * @param older null for an empty tree
   */
  boolean differ(@Nullable ObjectId older, ObjectId newer, FilteredFolder top)
      throws IOException, TooLongException {
    pairs.clear();
    if (!newer.equals(older)) {
      later(older, newer, top);
    }
    while (!pairs.isEmpty()) {
      if (differ(pairs.pop())) {
        return true;
      }
    }
    return false;
  }

  private boolean differ(Pair pair) throws IOException, TooLongException {
    CanonicalTreeParser older = open(pair.older());
    CanonicalTreeParser newer = open(pair.newer());
    FilteredFolder folder = pair.folder();
    while (!older.eof() || !newer.eof()) {
      count();
      // The order of a file and of a folder of the same name is not the same.
      int order = newer.eof() ? -1 : older.eof() ? 1 : older.pathCompare(newer);
      boolean both = order == 0;
      boolean same = both && older.idEqual(newer) && mode(older) == mode(newer);
      if (!same
          && ((order <= 0 && differs(older, both ? newer : null, true, folder))
              || (order >= 0 && differs(newer, both ? older : null, false, folder)))) {
        return true;
      }
      if (order <= 0) {
        older.next(1);
      }
      if (order >= 0) {
        newer.next(1);
      }
    }
    return false;
  }

  /** Whether an entry that is not the same in the other tree is a file of the filter. */
  private boolean differs(
      CanonicalTreeParser entry,
      @Nullable CanonicalTreeParser other,
      boolean isOlder,
      FilteredFolder folder) {
    byte[] name = new byte[entry.getNameLength()];
    entry.getName(name, 0);
    int mode = mode(entry);
    if (mode != FileMode.TYPE_TREE) {
      return folder.matches(name, mode == FileMode.TYPE_GITLINK);
    }
    if (other == null) {
      ObjectId id = entry.getEntryObjectId();
      later(isOlder ? id : null, isOlder ? null : id, folder.below(name));
    } else if (isOlder) {
      later(entry.getEntryObjectId(), other.getEntryObjectId(), folder.below(name));
    }
    return false;
  }

  private void later(@Nullable ObjectId older, @Nullable ObjectId newer, FilteredFolder folder) {
    if (folder.canMatch()) {
      pairs.push(new Pair(older, newer, folder));
    }
  }

  private void count() throws TooLongException {
    entries++;
    if (entries % STRIDE == 0 && limit.expired()) {
      throw new TooLongException();
    }
  }

  private CanonicalTreeParser open(@Nullable ObjectId tree) throws IOException {
    CanonicalTreeParser parser = new CanonicalTreeParser();
    parser.reset(tree == null ? new byte[0] : read(tree));
    return parser;
  }

  private byte[] read(ObjectId tree) throws IOException {
    byte[] known = cache.get(tree);
    if (known != null) {
      return known;
    }
    byte[] read = reader.open(tree, Constants.OBJ_TREE).getCachedBytes();
    cache.put(tree, read);
    return read;
  }

  private static int mode(CanonicalTreeParser entry) {
    int mode = entry.getEntryRawMode();
    int type = mode & FileMode.TYPE_MASK;
    return switch (type) {
      case FileMode.TYPE_FILE -> type | (mode & EXECUTABLE);
      case FileMode.TYPE_TREE, FileMode.TYPE_SYMLINK -> type;
      default -> FileMode.TYPE_GITLINK;
    };
  }
}
