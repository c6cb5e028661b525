package dev.gitopsbinding.git.source.paths;

import dev.gitopsbinding.git.Committers;
import dev.gitopsbinding.git.source.history.FirstParentLine;
import dev.gitopsbinding.git.source.history.HistoryAnswer;
import dev.gitopsbinding.git.source.paths.TreeComparison.TooLargeException;
import dev.gitopsbinding.git.source.paths.TreeComparison.TooLongException;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.paths.FilteredFolder;
import dev.gitopsbinding.net.share.TimeLimit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.util.RawParseUtils;
import org.jspecify.annotations.Nullable;

/**
 * Walks the first-parent line of a tip, and compares each commit with its first parent, as {@code
 * git log --first-parent -- PATHSPEC} does: a merge touches what it brings to the line, and a first
 * commit all its files.
 */
final class TouchingCommitSearch implements AutoCloseable {
  /** gitformat-commit: the tree comes first, then the parents. */
  private static final int TREE = "tree ".length();

  private static final int AFTER_TREE = TREE + Constants.OBJECT_ID_STRING_LENGTH + 1;
  private static final byte[] PARENT = Constants.encodeASCII("parent ");

  /** How a search ended. */
  sealed interface Ended<A extends HistoryAnswer> extends HistoryAnswer {
    /** With an answer. */
    record With<A extends HistoryAnswer>(A answer) implements Ended<A> {}

    /** There was no time left. */
    record TooLate<A extends HistoryAnswer>() implements Ended<A> {}

    /** A commit has more files than are compared; older ones cannot be judged without it. */
    record TooLarge<A extends HistoryAnswer>(CommitSha commit) implements Ended<A> {}

    @Override
    default boolean isBeyondReach() {
      return this instanceof With<A>(var answer) && answer.isBeyondReach();
    }
  }

  private final ObjectReader reader;
  private final Committers committers;
  private final FilteredFolder top;
  private final SearchProgress progress;
  private final TimeLimit limit;
  private final TreeComparison trees;

  /** A commit of the local copy. */
  private static final class Commit {
    private final byte[] raw;

    Commit(byte[] raw) {
      this.raw = raw;
    }

    ObjectId tree() {
      return ObjectId.fromString(raw, TREE);
    }

    /** The first parent that it names, whether or not the copy holds that. */
    @Nullable ObjectId parent() {
      return RawParseUtils.match(raw, AFTER_TREE, PARENT) < 0
          ? null
          : ObjectId.fromString(raw, AFTER_TREE + PARENT.length);
    }

    /** A person's commit may repeat the trailers of others, as a squash merge does. */
    @Nullable String madeFor(Committers committers) {
      return committers.madeFor(RevCommit.parse(raw)).orElse(null);
    }
  }

  /**
   * @param committers who commits for the operator
   * @param progress how far earlier searches for the same filter came; noted there too
   */
  TouchingCommitSearch(
      FileRepository local,
      Committers committers,
      FilteredFolder top,
      SearchProgress progress,
      TreeCache cache,
      TimeLimit limit) {
    this.reader = local.newObjectReader();
    this.committers = committers;
    this.top = top;
    this.progress = progress;
    this.limit = limit;
    this.trees = new TreeComparison(reader, cache, limit);
  }

  /** The newest commit that touches the files. */
  Ended<TouchingCommit> newest(CommitSha tip) throws IOException {
    ObjectId at = ObjectId.fromString(tip.hex());
    int passed = 0;
    Commit commit = read(at);
    try {
      while (true) {
        SearchProgress.Point earlier = progress.from(at);
        TouchingCommit end = earlier == null ? null : earlier.end();
        if (end != null) {
          return new Ended.With<>(progress.note(tip, end));
        }
        if (earlier != null && !earlier.at().equals(at)) {
          passed += earlier.passed();
          at = earlier.at();
          commit = read(at);
        }
        ObjectId parent = commit == null ? null : commit.parent();
        Commit before = parent == null ? null : read(parent);
        if (commit == null || (parent != null && before == null)) {
          progress.note(tip, at, passed);
          return new Ended.With<>(new TouchingCommit.BeyondReach(passed));
        }
        if (touches(at, commit, before)) {
          return new Ended.With<>(
              progress.note(
                  tip,
                  new TouchingCommit.Found(new CommitSha(at.name()), commit.madeFor(committers))));
        }
        if (parent == null) {
          return new Ended.With<>(progress.note(tip, new TouchingCommit.None()));
        }
        passed++;
        at = parent;
        commit = before;
      }
    } catch (TooLongException e) {
      progress.note(tip, at, passed);
      return new Ended.TooLate<>();
    } catch (TooLargeException e) {
      progress.note(tip, at, passed);
      return tooLarge(at);
    }
  }

  /** The commits that touch the files, from the tip back to the first wanted commit. */
  Ended<FirstParentLine> line(CommitSha tip, Predicate<CommitSha> wanted) throws IOException {
    List<CommitSha> touching = new ArrayList<>();
    ObjectId at = ObjectId.fromString(tip.hex());
    // What is newer than that is known not to touch the files.
    CommitSha first =
        progress.answer(tip) instanceof TouchingCommit.Found(var found, var _) ? found : null;
    boolean isNewer = first != null;
    int passed = 0;
    Commit commit = read(at);
    try {
      while (true) {
        CommitSha sha = new CommitSha(at.name());
        if (wanted.test(sha)) {
          return new Ended.With<>(new FirstParentLine.Found(touching, sha));
        }
        ObjectId parent = commit == null ? null : commit.parent();
        Commit before = parent == null ? null : read(parent);
        if (commit == null || (parent != null && before == null)) {
          return new Ended.With<>(new FirstParentLine.BeyondReach(passed));
        }
        if (parent == null) {
          return new Ended.With<>(new FirstParentLine.Unrelated());
        }
        boolean isFirst = sha.equals(first);
        isNewer = isNewer && !isFirst;
        if (isFirst || (!isNewer && touches(at, commit, before))) {
          touching.add(sha);
        }
        passed++;
        at = parent;
        commit = before;
      }
    } catch (TooLongException e) {
      return new Ended.TooLate<>();
    } catch (TooLargeException e) {
      return tooLarge(at);
    }
  }

  private static <A extends HistoryAnswer> Ended<A> tooLarge(ObjectId commit) {
    return new Ended.TooLarge<>(new CommitSha(commit.name()));
  }

  private boolean touches(ObjectId id, Commit commit, @Nullable Commit before)
      throws IOException, TooLongException, TooLargeException {
    if (progress.isTooLarge(id, System.nanoTime())) {
      throw new TooLargeException();
    }
    if (limit.expired()) {
      throw new TooLongException();
    }
    try {
      return trees.differ(before == null ? null : before.tree(), commit.tree(), top);
    } catch (TooLargeException e) {
      progress.noteTooLarge(id, System.nanoTime());
      throw e;
    }
  }

  /** A commit; null if the copy does not hold it. */
  private @Nullable Commit read(ObjectId id) throws IOException {
    return reader.has(id, Constants.OBJ_COMMIT)
        ? new Commit(reader.open(id, Constants.OBJ_COMMIT).getBytes())
        : null;
  }

  @Override
  public void close() {
    reader.close();
  }
}
