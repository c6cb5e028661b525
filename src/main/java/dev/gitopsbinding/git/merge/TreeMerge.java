package dev.gitopsbinding.git.merge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gitopsbinding.net.share.TimeLimit;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.jspecify.annotations.Nullable;

/**
 * Merges three trees as git-merge(1) does without a search for renames, and without a work tree.
 * Only folders that both sides changed are read. Used once.
 */
public final class TreeMerge {
  /**
   * What happens where both sides changed the same lines, or one deleted what the other changed.
   */
  public enum Conflicts {
    /** The version of the other branch wins, line by line where there are lines. */
    TAKE_THEIRS,

    /** There is no merge. */
    GIVE_UP
  }

  /** A file, folder, link or submodule in a tree. */
  record Entry(int mode, ObjectId id) {
    boolean isTree() {
      return (mode & FileMode.TYPE_MASK) == FileMode.TYPE_TREE;
    }

    boolean isFile() {
      return (mode & FileMode.TYPE_MASK) == FileMode.TYPE_FILE;
    }
  }

  /** There is no merge, because of a conflict or because it takes too much. */
  static final class NoMergeException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /** A path has at most 4096 bytes on most systems, and folders of people are not so deep. */
  private static final int MAX_DEPTH = 100;

  /** Bytes of all trees that are read: three versions of a folder with some 30 000 files. */
  private static final long MAX_TREE_BYTES = 4L << 20;

  private static final Duration MAX_TIME = Duration.ofSeconds(5);

  private final ObjectReader reader;
  private final ObjectInserter inserter;
  private final Conflicts conflicts;
  private final TextMerge texts;
  private final TimeLimit limit = TimeLimit.in(MAX_TIME);
  private long treeBytes;

  /**
   * @param inserter writes the merged files and folders; the caller flushes it
   * @param fileLimit the largest file that is merged line by line, in bytes
   */
  public TreeMerge(
      ObjectReader reader, ObjectInserter inserter, Conflicts conflicts, int fileLimit) {
    this.reader = reader;
    this.inserter = inserter;
    this.conflicts = conflicts;
    this.texts = new TextMerge(reader, inserter, conflicts, fileLimit);
  }

  /**
   * Merges three root trees.
   *
   * @return the merged root tree; empty if there is a conflict to give up at, or the merge takes
   *     too much
   */
  public Optional<ObjectId> merge(ObjectId base, ObjectId ours, ObjectId theirs)
      throws IOException {
    try {
      Entry merged = entry(root(base), root(ours), root(theirs), 0);
      return Optional.of(merged == null ? new TreeFormatter().insertTo(inserter) : merged.id());
    } catch (NoMergeException e) {
      return Optional.empty();
    }
  }

  private static Entry root(ObjectId tree) {
    return new Entry(FileMode.TYPE_TREE, tree);
  }

  private @Nullable Entry entry(
      @Nullable Entry base, @Nullable Entry ours, @Nullable Entry theirs, int depth)
      throws IOException {
    if (same(ours, theirs) || same(base, theirs)) {
      return ours;
    }
    if (same(base, ours)) {
      return theirs;
    }
    if (isTreeOrAbsent(base) && isTreeOrAbsent(ours) && isTreeOrAbsent(theirs)) {
      return folder(base, ours, theirs, depth);
    }
    if (ours != null && theirs != null && ours.isFile() && theirs.isFile()) {
      return file(base != null && base.isFile() ? base : null, ours, theirs);
    }
    checkConflict();
    return theirs;
  }

  private @Nullable Entry folder(
      @Nullable Entry base, @Nullable Entry ours, @Nullable Entry theirs, int depth)
      throws IOException {
    if (depth == MAX_DEPTH || limit.expired()) {
      throw new NoMergeException();
    }
    Map<String, Entry> below = read(base);
    Map<String, Entry> mine = read(ours);
    Map<String, Entry> other = read(theirs);
    TreeSet<String> names = new TreeSet<>(below.keySet());
    names.addAll(mine.keySet());
    names.addAll(other.keySet());
    SequencedMap<String, Entry> merged = new TreeMap<>();
    for (String name : names) {
      Entry entry = entry(below.get(name), mine.get(name), other.get(name), depth + 1);
      if (entry != null) {
        // In trees a folder is sorted as if its name ended with a slash.
        merged.put(entry.isTree() ? name + "/" : name, entry);
      }
    }
    return merged.isEmpty() ? null : root(write(merged));
  }

  private Entry file(@Nullable Entry base, Entry ours, Entry theirs) throws IOException {
    int mode;
    if (ours.mode() == theirs.mode() || (base != null && base.mode() == ours.mode())) {
      mode = theirs.mode();
    } else if (base != null && base.mode() == theirs.mode()) {
      mode = ours.mode();
    } else {
      checkConflict();
      mode = theirs.mode();
    }
    ObjectId none = ObjectId.zeroId();
    return new Entry(
        mode, texts.merge(base == null ? none : base.id(), ours.id(), theirs.id(), limit));
  }

  /** Ends the merge at a conflict, unless their version is to be taken. */
  private void checkConflict() throws NoMergeException {
    switch (conflicts) {
      case TAKE_THEIRS -> {}
      case GIVE_UP -> throw new NoMergeException();
    }
  }

  private Map<String, Entry> read(@Nullable Entry tree) throws IOException {
    Map<String, Entry> entries = new TreeMap<>();
    if (tree == null) {
      return entries;
    }
    treeBytes += reader.getObjectSize(tree.id(), Constants.OBJ_TREE);
    if (treeBytes > MAX_TREE_BYTES) {
      throw new NoMergeException();
    }
    CanonicalTreeParser parser = new CanonicalTreeParser();
    parser.reset(reader, tree.id());
    for (; !parser.eof(); parser.next(1)) {
      byte[] name = new byte[parser.getNameLength()];
      parser.getName(name, 0);
      // Each byte is one character, so that names of any encoding stay as they are.
      entries.put(
          new String(name, ISO_8859_1),
          new Entry(parser.getEntryRawMode(), parser.getEntryObjectId()));
    }
    return entries;
  }

  private ObjectId write(SequencedMap<String, Entry> entries) throws IOException {
    TreeFormatter tree = new TreeFormatter();
    entries.forEach(
        (name, entry) -> {
          byte[] bytes = name.getBytes(ISO_8859_1);
          int length = entry.isTree() ? bytes.length - 1 : bytes.length;
          tree.append(bytes, 0, length, FileMode.fromBits(entry.mode()), entry.id());
        });
    return tree.insertTo(inserter);
  }

  private static boolean isTreeOrAbsent(@Nullable Entry entry) {
    return entry == null || entry.isTree();
  }

  private static boolean same(@Nullable Entry one, @Nullable Entry other) {
    return one == null ? other == null : one.equals(other);
  }
}
