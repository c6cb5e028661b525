package dev.gitopsbinding.git.source.history;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.net.FailureException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import org.eclipse.jgit.errors.InvalidObjectIdException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.util.RawParseUtils;
import org.jspecify.annotations.Nullable;

/**
 * Reads commits of a local copy into a graph. It reads the parents that commits name, also at the
 * ends of a shallow history, so that graphs of several copies fit together.
 */
final class CommitReader {
  private static final byte[] TREE = Constants.encodeASCII("tree ");
  private static final byte[] PARENT = Constants.encodeASCII("parent ");

  /** An id and the end of its line (git-hash-object(1) refuses a commit that has another form). */
  private static final int ID_LINE = Constants.OBJECT_ID_STRING_LENGTH + 1;

  /** The widest known merge of a public repository, one of Linux, has 66. */
  private static final int MAX_PARENTS = 1_000;

  /** More than a graph and all fetches into it bring; named parents need not exist. */
  static final int MAX_COMMITS = 300_000;

  private CommitReader() {}

  /**
   * The graph with commits, and with everything that the copy holds of their history and of the
   * known one.
   *
   * @param received commits that are not read any more; null if all are to be read. It is changed.
   * @throws FailureException if the copy holds a malformed commit, or with {@code
   *     RECEIVED_TOO_MUCH} if commits name too many parents
   */
  static CommitGraph extended(
      CommitGraph known,
      @Nullable ParentTable received,
      FileRepository repository,
      Collection<ObjectId> heads)
      throws IOException {
    ParentTable table = both(known, received);
    Deque<ObjectId> queue = new ArrayDeque<>(heads);
    // A deeper copy continues the history where the known one ends.
    table.eachUnknown(queue::add);
    try (ObjectReader reader = repository.newObjectReader()) {
      while (!queue.isEmpty()) {
        ObjectId id = queue.poll();
        if (!table.knows(id)) {
          ObjectLoader object = held(reader, id);
          if (object != null && object.getType() == Constants.OBJ_COMMIT) {
            List<ObjectId> parents = parentsIn(id, object.getBytes());
            // Those that have a number already were read, or wait.
            parents.stream().filter(parent -> table.find(parent) < 0).forEach(queue::add);
            table.add(id, parents);
            if (table.size() > MAX_COMMITS) {
              throw tooMany(id, "the commits name more than " + MAX_COMMITS + " others");
            }
          }
        }
      }
    }
    return new CommitGraph(table);
  }

  /** The known commits and the received ones, unless they are too many together. */
  private static ParentTable both(CommitGraph known, @Nullable ParentTable received) {
    if (received == null || known.size() + received.size() > MAX_COMMITS) {
      return known.toTable();
    }
    // The larger one is copied as it is.
    if (known.size() > received.size()) {
      ParentTable table = known.toTable();
      table.addAll(received);
      return table;
    }
    known.addTo(received);
    return received;
  }

  /** One search for most commits, which are there; null for one that the copy lacks. */
  private static @Nullable ObjectLoader held(ObjectReader reader, ObjectId id) throws IOException {
    try {
      return reader.open(id);
    } catch (MissingObjectException e) {
      return null;
    }
  }

  /** The tree comes first in a commit, then the parents. */
  static List<ObjectId> parentsIn(AnyObjectId id, byte[] commit) throws FailureException {
    List<ObjectId> parents = new ArrayList<>();
    if (RawParseUtils.match(commit, 0, TREE) < 0) {
      throw malformed(id);
    }
    idAt(id, commit, TREE.length);
    int at = TREE.length + ID_LINE;
    while (RawParseUtils.match(commit, at, PARENT) >= 0) {
      parents.add(idAt(id, commit, at + PARENT.length));
      at += PARENT.length + ID_LINE;
      if (parents.size() > MAX_PARENTS) {
        throw tooMany(id, "it names more than " + MAX_PARENTS + " parents");
      }
    }
    return parents;
  }

  private static ObjectId idAt(AnyObjectId id, byte[] commit, int at) throws FailureException {
    if (at + ID_LINE > commit.length || commit[at + ID_LINE - 1] != '\n') {
      throw malformed(id);
    }
    try {
      return ObjectId.fromString(commit, at);
    } catch (InvalidObjectIdException e) {
      throw malformed(id);
    }
  }

  private static FailureException tooMany(AnyObjectId id, String what) {
    return new FailureException(
        new Failure.Remote(
            Reason.RECEIVED_TOO_MUCH,
            "The history of the source repository is not read beyond commit %s: %s. Replace the commits by ones that git itself would write."
                .formatted(id.name(), what)));
  }

  private static FailureException malformed(AnyObjectId id) {
    return new FailureException(
        new Failure.Remote(
            Reason.REMOTE_ERROR,
            "The source repository holds a malformed commit, %s, so its history cannot be read. Check the repository with git fsck, and replace the commit."
                .formatted(id.name())));
  }
}
