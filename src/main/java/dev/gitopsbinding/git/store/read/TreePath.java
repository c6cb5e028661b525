package dev.gitopsbinding.git.store.read;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.Result;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;

/**
 * A regular file in a tree, and all trees above it. A replacement of its content changes one object
 * id in each of these trees and no other byte, so that order and modes stay exactly the same.
 */
public final class TreePath {
  /** About 400 000 entries; all trees of a path are held in memory. */
  private static final int MAX_TREE_BYTES = 16 << 20;

  private final RepositoryPath path;

  /** From the root down; each parser is positioned at the entry of the next part of the path. */
  private final List<CanonicalTreeParser> trees;

  private final ObjectId blob;

  private TreePath(RepositoryPath path, List<CanonicalTreeParser> trees, ObjectId blob) {
    this.path = path;
    this.trees = trees;
    this.blob = blob;
  }

  /**
   * Finds the file.
   *
   * @param site the searched commit, for messages
   * @return fails with {@code FILE_NOT_FOUND}, {@code FILE_TOO_LARGE}, {@code FILE_IS_SYMLINK},
   *     {@code FILE_IS_SUBMODULE} or {@code FILE_IS_DIRECTORY}
   */
  public static Result<TreePath> find(
      ObjectReader reader, ObjectId root, RepositoryPath path, FileSite site) throws IOException {
    List<String> parts = List.of(path.value().split("/"));
    List<CanonicalTreeParser> trees = new ArrayList<>();
    ObjectId tree = root;
    long bytes = 0;
    for (int i = 0; i < parts.size(); i++) {
      CanonicalTreeParser entries = new CanonicalTreeParser();
      entries.reset(reader, tree);
      bytes += entries.idBuffer().length;
      if (bytes > MAX_TREE_BYTES) {
        return failed(
            Reason.FILE_TOO_LARGE, "The folders above " + path + " have too many entries.");
      }
      if (!seek(entries, parts.get(i).getBytes(UTF_8))) {
        return new MissingFile(reader, root, path, site).failed();
      }
      trees.add(entries);
      ObjectId found = entries.getEntryObjectId();
      int type = entries.getEntryRawMode() & FileMode.TYPE_MASK;
      boolean last = i == parts.size() - 1;
      if (last && type == FileMode.TYPE_FILE) {
        return Result.ok(new TreePath(path, trees, found));
      }
      if (last || type != FileMode.TYPE_TREE) {
        Optional<Failure> wrongType = wrongType(String.join("/", parts.subList(0, i + 1)), type);
        return wrongType.isPresent()
            ? Result.failed(wrongType.get())
            : new MissingFile(reader, root, path, site).failed();
      }
      tree = found;
    }
    throw new IllegalStateException("a path has at least one part");
  }

  /** The object at the path, of any type; empty also if the folders above it are too large. */
  static Optional<ObjectId> entry(ObjectReader reader, ObjectId root, RepositoryPath path)
      throws IOException {
    ObjectId found = root;
    boolean folder = true;
    long bytes = 0;
    for (String part : List.of(path.value().split("/"))) {
      if (!folder) {
        return Optional.empty();
      }
      CanonicalTreeParser entries = new CanonicalTreeParser();
      entries.reset(reader, found);
      bytes += entries.idBuffer().length;
      if (bytes > MAX_TREE_BYTES || !seek(entries, part.getBytes(UTF_8))) {
        return Optional.empty();
      }
      found = entries.getEntryObjectId();
      folder = (entries.getEntryRawMode() & FileMode.TYPE_MASK) == FileMode.TYPE_TREE;
    }
    return Optional.of(found);
  }

  /** The object with the content of the file. */
  public ObjectId blob() {
    return blob;
  }

  /**
   * Reads the file.
   *
   * @param limit the largest size, in bytes
   * @return fails with {@code FILE_TOO_LARGE}
   */
  public Result<Content> read(ObjectReader reader, int limit) throws IOException {
    // Checked before the object is opened, which would load it.
    long size = reader.getObjectSize(blob, Constants.OBJ_BLOB);
    if (size > limit) {
      return failed(
          Reason.FILE_TOO_LARGE,
          path + " has " + size + " bytes, and at most " + limit + " are read.");
    }
    return Result.ok(Content.of(reader.open(blob, Constants.OBJ_BLOB).getCachedBytes()));
  }

  /** Writes the file and the trees above it, and returns the new root tree. */
  public ObjectId replace(ObjectInserter inserter, Content content) throws IOException {
    ObjectId id = inserter.insert(Constants.OBJ_BLOB, content.bytes());
    for (CanonicalTreeParser entries : trees.reversed()) {
      byte[] tree = entries.idBuffer().clone();
      id.copyRawTo(tree, entries.idOffset());
      id = inserter.insert(Constants.OBJ_TREE, tree);
    }
    return id;
  }

  // CanonicalTreeParser.findFile() finds no folders.
  private static boolean seek(CanonicalTreeParser entries, byte[] name) {
    for (; !entries.eof(); entries.next(1)) {
      byte[] found = new byte[entries.getNameLength()];
      entries.getName(found, 0);
      if (Arrays.equals(found, name)) {
        return true;
      }
    }
    return false;
  }

  /** The failure for an entry that is not followed; empty for a regular file. */
  private static Optional<Failure> wrongType(String part, int type) {
    return switch (type) {
      case FileMode.TYPE_SYMLINK ->
          Optional.of(
              failure(
                  Reason.FILE_IS_SYMLINK, part + " is a symbolic link, which is not followed."));
      case FileMode.TYPE_GITLINK ->
          Optional.of(
              failure(Reason.FILE_IS_SUBMODULE, part + " is a submodule, another repository."));
      case FileMode.TYPE_TREE ->
          Optional.of(failure(Reason.FILE_IS_DIRECTORY, part + " is a directory."));
      default -> Optional.empty();
    };
  }

  private static <T> Result<T> failed(Reason reason, String message) {
    return Result.failed(failure(reason, message));
  }

  private static Failure failure(Reason reason, String message) {
    return new Failure.File(reason, "spec.manifest.path: " + message + " " + reason.remedy());
  }
}
