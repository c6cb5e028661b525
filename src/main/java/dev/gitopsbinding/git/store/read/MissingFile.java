package dev.gitopsbinding.git.store.read;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.text.EditDistance;
import dev.gitopsbinding.model.text.OneLine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;

/**
 * The failure for a path that leads to no file. It suggests a similar file: one whose path differs
 * in upper and lower case, or in one or two letters of some parts. Reads a limited number of trees
 * and names.
 */
final class MissingFile {
  private static final int MAX_TREES = 16;
  private static final int MAX_ENTRIES = 2_000;
  private static final int MAX_LIKE = 3;
  private static final int MAX_DISTANCE = 2;
  private static final int LETTERS_PER_MISTAKE = 3;
  private static final int MAX_SHOWN = 300;

  private final ObjectReader reader;
  private final ObjectId root;
  private final RepositoryPath path;
  private final FileSite site;
  private final List<String> parts;
  private int treesLeft = MAX_TREES;

  /**
   * An entry of a tree with a similar name.
   *
   * @param distance how different the name is; 0 for the same name
   */
  private record Like(String name, ObjectId id, int distance) {}

  /**
   * A file with a similar path.
   *
   * @param distance the sum of the distances of all parts of the path
   */
  private record Similar(String path, int distance) {
    Similar below(Like folder) {
      return new Similar(folder.name() + "/" + path, folder.distance() + distance);
    }
  }

  MissingFile(ObjectReader reader, ObjectId root, RepositoryPath path, FileSite site) {
    this.reader = reader;
    this.root = root;
    this.path = path;
    this.site = site;
    this.parts = List.of(path.value().split("/"));
  }

  /** The failure {@code FILE_NOT_FOUND}. */
  <T> Result<T> failed() throws IOException {
    return Result.failed(
        new Failure.File(
            Reason.FILE_NOT_FOUND,
            "spec.manifest.path: no file %s in %s. %s".formatted(path, site, next())));
  }

  private String next() throws IOException {
    if (path.value().matches("(?s).*[*?\\[{].*")) {
      return "Patterns are not supported: name one file.";
    }
    return similar(root, 0)
        .map(Similar::path)
        .filter(similar -> OneLine.of(similar, MAX_SHOWN).equals(similar))
        .map("Did you mean %s?"::formatted)
        .orElse(Reason.FILE_NOT_FOUND.remedy());
  }

  /** The most similar file in this tree and below it. */
  private Optional<Similar> similar(ObjectId tree, int part) throws IOException {
    boolean last = part == parts.size() - 1;
    List<Similar> found = new ArrayList<>();
    for (Like like : like(tree, parts.get(part), last)) {
      if (last) {
        found.add(new Similar(like.name(), like.distance()));
      } else {
        similar(like.id(), part + 1).map(rest -> rest.below(like)).ifPresent(found::add);
      }
    }
    return found.stream().min(Comparator.comparingInt(Similar::distance));
  }

  private List<Like> like(ObjectId tree, String wanted, boolean file) throws IOException {
    if (treesLeft == 0) {
      return List.of();
    }
    treesLeft--;
    List<Like> found = new ArrayList<>();
    CanonicalTreeParser entries = new CanonicalTreeParser();
    entries.reset(reader, tree);
    for (int seen = 0; seen < MAX_ENTRIES && !entries.eof(); seen++) {
      int type = entries.getEntryRawMode() & FileMode.TYPE_MASK;
      if (type == (file ? FileMode.TYPE_FILE : FileMode.TYPE_TREE)) {
        String name = name(entries);
        distance(name, wanted)
            .ifPresent(far -> found.add(new Like(name, entries.getEntryObjectId(), far)));
      }
      entries.next(1);
    }
    return found.stream().sorted(Comparator.comparingInt(Like::distance)).limit(MAX_LIKE).toList();
  }

  private static String name(CanonicalTreeParser entries) {
    byte[] name = new byte[entries.getNameLength()];
    entries.getName(name, 0);
    return new String(name, UTF_8);
  }

  /** The distance of two names; empty if they are too different. Another case counts 1. */
  private static Optional<Integer> distance(String name, String wanted) {
    if (name.equals(wanted)) {
      return Optional.of(0);
    }
    if (name.equalsIgnoreCase(wanted)) {
      return Optional.of(1);
    }
    if (Math.abs(name.length() - wanted.length()) > MAX_DISTANCE) {
      return Optional.empty();
    }
    int mistakes = EditDistance.between(name, wanted);
    boolean few = mistakes <= MAX_DISTANCE && mistakes * LETTERS_PER_MISTAKE <= wanted.length();
    return few ? Optional.of(1 + mistakes) : Optional.empty();
  }
}
