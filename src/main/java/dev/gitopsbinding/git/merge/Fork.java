package dev.gitopsbinding.git.merge;

import dev.gitopsbinding.git.Committers;
import dev.gitopsbinding.git.store.read.History;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;

/**
 * Compares a head, the branch that a binding pushes to, with its base, by the commits of a shallow
 * copy.
 *
 * @param known whether the copy holds all commits that only one of the two branches has. If not,
 *     {@code own} is false, and nothing may be merged
 * @param contained whether the base contains the tip of the head
 * @param lags whether the base has commits that the head lacks
 * @param own whether the operator is the committer of every commit that only the head has
 */
public record Fork(boolean known, boolean contained, boolean lags, boolean own) {
  /** The longest walk, in commits: a deep copy and a batch of a thousand bindings on top. */
  private static final int MAX_WALK = 4_000;

  /** With more best common ancestors than this, no merge is tried. */
  private static final int MAX_MERGE_BASES = 4;

  private record Side(boolean cut, boolean empty, boolean own) {}

  /** Looks at two tips whose objects the copy holds. */
  public static Fork of(
      FileRepository repository, ObjectId head, ObjectId base, Committers committers)
      throws IOException {
    if (head.equals(base)) {
      return new Fork(true, true, false, true);
    }
    Side ours = side(repository, head, base, committers);
    Side theirs = side(repository, base, head, committers);
    boolean known = !ours.cut() && !theirs.cut();
    return new Fork(known, ours.empty(), !theirs.empty(), known && ours.own());
  }

  /** The best common ancestors of two tips; empty if there is none, or there are too many. */
  public static List<ObjectId> mergeBases(FileRepository repository, ObjectId head, ObjectId base)
      throws IOException {
    try (RevWalk walk = new RevWalk(repository)) {
      walk.setRevFilter(RevFilter.MERGE_BASE);
      walk.markStart(walk.parseCommit(head));
      walk.markStart(walk.parseCommit(base));
      List<ObjectId> found = new ArrayList<>();
      for (RevCommit next = walk.next(); next != null; next = walk.next()) {
        if (found.size() == MAX_MERGE_BASES) {
          return List.of();
        }
        found.add(next.copy());
      }
      return List.copyOf(found);
    }
  }

  /**
   * The commits that one tip has and the other one lacks; also some that both have, if the clocks
   * of committers differ much. That makes the answers more careful, not wrong.
   */
  private static Side side(
      FileRepository repository, ObjectId of, ObjectId without, Committers committers)
      throws IOException {
    try (RevWalk walk = new RevWalk(repository)) {
      walk.markStart(walk.parseCommit(of));
      walk.markUninteresting(walk.parseCommit(without));
      boolean own = true;
      int count = 0;
      for (RevCommit next = walk.next(); next != null; next = walk.next()) {
        count++;
        own &= committers.isOwn(next);
        if (count > MAX_WALK || History.isCut(next)) {
          return new Side(true, false, false);
        }
      }
      return new Side(false, count == 0, own);
    }
  }
}
