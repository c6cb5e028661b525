package dev.gitopsbinding.git.source.paths;

import dev.gitopsbinding.git.Committers;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.util.RawParseUtils;
import org.jspecify.annotations.Nullable;

/**
 * The commits of a local copy, for searches that look at the same ones. Used by one thread at a
 * time, and only as long as the copy does not change.
 */
final class LocalCommits implements AutoCloseable {
  /** gitformat-commit: the tree comes first, then the parents. */
  private static final int TREE = "tree ".length();

  private static final int AFTER_TREE = TREE + Constants.OBJECT_ID_STRING_LENGTH + 1;
  private static final byte[] PARENT = Constants.encodeASCII("parent ");
  private static final int REMEMBERED = 16;

  private final ObjectReader reader;
  private final Map<ObjectId, Optional<Commit>> known =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ObjectId, Optional<Commit>> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** A commit of the copy. */
  static final class Commit {
    private final byte[] raw;

    private Commit(byte[] raw) {
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

  LocalCommits(FileRepository local) {
    this.reader = local.newObjectReader();
  }

  /** What reads the trees. */
  ObjectReader reader() {
    return reader;
  }

  /** A commit; null if the copy does not hold it. */
  @Nullable Commit read(ObjectId id) throws IOException {
    Optional<Commit> commit = known.get(id);
    if (commit == null) {
      commit =
          reader.has(id, Constants.OBJ_COMMIT)
              ? Optional.of(new Commit(reader.open(id, Constants.OBJ_COMMIT).getBytes()))
              : Optional.empty();
      known.put(id, commit);
    }
    return commit.orElse(null);
  }

  @Override
  public void close() {
    reader.close();
  }
}
