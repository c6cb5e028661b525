package dev.gitopsbinding.git.source.copy;

import dev.gitopsbinding.git.store.BareClone;
import dev.gitopsbinding.model.CommitSha;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/** The clone on disk, if there is one, and the commits that were fetched into it. */
final class LocalHistory {
  private static final int MAX_OTHER_HEADS = 16;

  private final Deque<ObjectId> otherHeads = new ArrayDeque<>();
  private @Nullable BareClone clone;
  private @Nullable ObjectId tip;
  private int step;

  /**
   * How far a copy goes.
   *
   * @param shallow the commits whose parents it lacks; empty if it holds the whole history
   */
  record End(@Nullable ObjectId tip, Set<ObjectId> shallow) {}

  Optional<BareClone> bareClone() {
    return Optional.ofNullable(clone);
  }

  Optional<FileRepository> repository() {
    return bareClone().map(BareClone::repository);
  }

  boolean isLargerThan(long bytes) throws IOException {
    return clone != null && clone.isLargerThan(bytes);
  }

  boolean holds(CommitSha commit) {
    return repository()
        .filter(local -> local.getObjectDatabase().has(ObjectId.fromString(commit.hex())))
        .isPresent();
  }

  /** The commits from which everything that the clone holds is found, the tip first. */
  List<ObjectId> heads() {
    return Stream.concat(Stream.ofNullable(tip), otherHeads.stream()).toList();
  }

  End end() throws IOException {
    FileRepository local = repository().orElse(null);
    return new End(
        tip, local == null ? Set.of() : Set.copyOf(local.getObjectDatabase().getShallowCommits()));
  }

  /** The branch was fetched up to a new tip. */
  void moved(ObjectId id) {
    tip = id;
  }

  /** A commit outside of the branch was fetched. */
  void added(ObjectId head) {
    otherHeads.addFirst(head);
    if (otherHeads.size() > MAX_OTHER_HEADS) {
      var _ = otherHeads.removeLast();
    }
  }

  /** Whether a clone is the one that is held. */
  boolean isHeld(BareClone other) {
    return clone == other;
  }

  /** The step that was fetched into the clone: 0 is a short history. */
  int step() {
    return step;
  }

  /** Deletes the clone and holds another one, with a tip, instead. */
  void replace(BareClone fresh, ObjectId id, int fetched) throws IOException {
    discard();
    clone = fresh;
    step = fetched;
    tip = id;
    otherHeads.clear();
  }

  /** Deletes the clone. */
  void discard() throws IOException {
    BareClone old = clone;
    clone = null;
    if (old != null) {
      old.close();
    }
  }
}
