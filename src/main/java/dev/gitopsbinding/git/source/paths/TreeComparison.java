package dev.gitopsbinding.git.source.paths;

import dev.gitopsbinding.model.paths.FilteredFolder;
import dev.gitopsbinding.net.share.TimeLimit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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
 *
 * <p>A few small trees may name each other so often that they hold more entries than anybody can
 * read, so the entries, the depth, the work and the time of one comparison are limited.
 */
final class TreeComparison {
  /** How much work is done between two looks at the clock. */
  private static final int STRIDE = 1 << 16;

  /** The largest public repositories have half a million files. */
  private static final int MAX_ENTRIES = 1_000_000;

  /** Bytes of names, times the patterns that they are compared with: some ten seconds. */
  private static final long MAX_WORK = 500_000_000;

  /** About 30 MiB of heap. */
  private static final int MAX_PAIRS = 200_000;

  /** Each level may hold a filter of its own: about 10 KiB of heap. */
  private static final int MAX_DEPTH = 1_000;

  /** A comparison that takes longer is not begun again with each sync. */
  private static final Duration MAX_TIME = Duration.ofSeconds(30);

  /** The modes that git distinguishes; it once wrote others (read-cache.h, canon_mode). */
  private static final int EXECUTABLE = 0100;

  private final ObjectReader reader;
  private final TreeCache cache;
  private final TimeLimit limit;
  private final Deque<Pair> pairs = new ArrayDeque<>();
  private int entries;
  private long work;
  private long nextLook;
  private TimeLimit own;

  /**
   * Two versions of one folder; null where it does not exist.
   *
   * @param name its name in {@code folder}, a byte in each char; null if it is {@code folder}. The
   *     name is matched with the filter only when the pair is compared, because many pairs may wait
   */
  private record Pair(
      @Nullable ObjectId older,
      @Nullable ObjectId newer,
      FilteredFolder folder,
      @Nullable String name,
      int depth) {}

  /** There was no time left. */
  static final class TooLongException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /** The commit has more entries than are compared, whatever the time is. */
  static final class TooLargeException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  TreeComparison(ObjectReader reader, TreeCache cache, TimeLimit limit) {
    this.reader = reader;
    this.cache = cache;
    this.limit = limit;
    this.own = limit;
  }

  /**
   * Whether a file of the filter was added, removed or changed.
   *
   * @param older null for an empty tree
   */
  boolean differ(@Nullable ObjectId older, ObjectId newer, FilteredFolder top)
      throws IOException, TooLongException, TooLargeException {
    pairs.clear();
    entries = 0;
    work = 0;
    nextLook = STRIDE;
    own = TimeLimit.in(MAX_TIME);
    if (!newer.equals(older)) {
      pairs.push(new Pair(older, newer, top, null, 0));
    }
    while (!pairs.isEmpty()) {
      Pair pair = pairs.pop();
      FilteredFolder folder = folder(pair);
      if (folder.canMatch() && differ(pair, folder)) {
        return true;
      }
    }
    return false;
  }

  private FilteredFolder folder(Pair pair) throws TooLongException, TooLargeException {
    if (pair.name() == null) {
      return pair.folder();
    }
    byte[] name = pair.name().getBytes(StandardCharsets.ISO_8859_1);
    spend(name.length, pair.folder());
    return pair.folder().below(name);
  }

  private boolean differ(Pair pair, FilteredFolder folder)
      throws IOException, TooLongException, TooLargeException {
    CanonicalTreeParser older = open(pair.older());
    CanonicalTreeParser newer = open(pair.newer());
    int depth = pair.depth() + 1;
    while (!older.eof() || !newer.eof()) {
      count();
      // The order of a file and of a folder of the same name is not the same.
      int order = newer.eof() ? -1 : older.eof() ? 1 : older.pathCompare(newer);
      boolean both = order == 0;
      boolean same = both && older.idEqual(newer) && mode(older) == mode(newer);
      if (!same
          && ((order <= 0 && differs(older, both ? newer : null, true, folder, depth))
              || (order >= 0 && differs(newer, both ? older : null, false, folder, depth)))) {
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
      FilteredFolder folder,
      int depth)
      throws TooLongException, TooLargeException {
    byte[] name = new byte[entry.getNameLength()];
    entry.getName(name, 0);
    int mode = mode(entry);
    if (mode != FileMode.TYPE_TREE) {
      spend(name.length, folder);
      return folder.matches(name, mode == FileMode.TYPE_GITLINK);
    }
    if (other == null) {
      ObjectId id = entry.getEntryObjectId();
      later(new Pair(isOlder ? id : null, isOlder ? null : id, folder, latin(name), depth));
    } else if (isOlder) {
      later(
          new Pair(entry.getEntryObjectId(), other.getEntryObjectId(), folder, latin(name), depth));
    }
    return false;
  }

  private static String latin(byte[] name) {
    return new String(name, StandardCharsets.ISO_8859_1);
  }

  private void later(Pair pair) throws TooLargeException {
    if (pairs.size() >= MAX_PAIRS || pair.depth() > MAX_DEPTH) {
      throw new TooLargeException();
    }
    pairs.push(pair);
  }

  private void count() throws TooLongException, TooLargeException {
    entries++;
    if (entries > MAX_ENTRIES) {
      throw new TooLargeException();
    }
    spend(1);
  }

  /** A name is compared with the patterns of a folder. */
  private void spend(int bytes, FilteredFolder folder) throws TooLongException, TooLargeException {
    spend((long) bytes * folder.patterns());
  }

  private void spend(long steps) throws TooLongException, TooLargeException {
    work += steps;
    if (work > MAX_WORK) {
      throw new TooLargeException();
    }
    if (work >= nextLook) {
      nextLook = work + STRIDE;
      if (own.expired()) {
        throw new TooLargeException();
      }
      if (limit.expired()) {
        throw new TooLongException();
      }
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
