package dev.gitopsbinding.git.source.history;

import dev.gitopsbinding.model.CommitSha;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Known commits and the parents that they name. A parent that is not known itself is beyond reach:
 * the history goes on there. Immutable and pure.
 */
public final class CommitGraph {
  /** A graph without commits. */
  static final CommitGraph EMPTY = new CommitGraph(Map.of());

  private final Map<ObjectId, List<ObjectId>> parents;

  CommitGraph(Map<ObjectId, List<ObjectId>> parents) {
    this.parents = parents;
  }

  /** The known commits with their parents; not to be changed. */
  Map<ObjectId, List<ObjectId>> parents() {
    return parents;
  }

  /** Whether a commit and its parents are known. */
  boolean holds(CommitSha commit) {
    return parents.containsKey(id(commit));
  }

  /** How many commits are known. */
  int size() {
    return parents.size();
  }

  /**
   * The first-parent line from {@code tip} back to the first wanted commit.
   *
   * @param wanted has to accept the wanted commits, and no others
   */
  public FirstParentLine line(CommitSha tip, Predicate<CommitSha> wanted) {
    List<CommitSha> newer = new ArrayList<>();
    ObjectId at = id(tip);
    while (true) {
      CommitSha commit = sha(at);
      if (wanted.test(commit)) {
        return new FirstParentLine.Found(newer, commit);
      }
      List<ObjectId> before = parents.get(at);
      if (before == null) {
        return new FirstParentLine.BeyondReach(newer.size());
      }
      if (before.isEmpty()) {
        return new FirstParentLine.Unrelated();
      }
      newer.add(commit);
      at = before.getFirst();
    }
  }

  /**
   * Whether {@code newer} is a wanted commit, or descends from one.
   *
   * @param wanted has to accept the wanted commits, and no others
   */
  public Descent descent(CommitSha newer, Predicate<CommitSha> wanted) {
    boolean cut = false;
    Set<ObjectId> seen = ancestors(newer);
    for (ObjectId id : seen) {
      CommitSha commit = sha(id);
      if (wanted.test(commit)) {
        return new Descent.Descends(commit);
      }
      cut |= !parents.containsKey(id);
    }
    return cut
        ? new Descent.BeyondReach((int) seen.stream().filter(parents::containsKey).count())
        : new Descent.Unrelated(null, null);
  }

  /** The newest known commit that both commits are, or descend from. */
  public MergeBase mergeBase(CommitSha one, CommitSha other) {
    Set<ObjectId> ancestors = ancestors(one);
    Set<ObjectId> common = ancestors(other);
    boolean cut = isCut(ancestors) || isCut(common);
    common.retainAll(ancestors);
    // An ancestor of a common commit is common too, so the best ones are nobody's parent.
    Set<ObjectId> best = new LinkedHashSet<>(common);
    common.forEach(id -> parents.getOrDefault(id, List.of()).forEach(best::remove));
    return best.stream()
        .findFirst()
        .<MergeBase>map(id -> new MergeBase.Found(sha(id)))
        .orElseGet(() -> cut ? new MergeBase.BeyondReach() : new MergeBase.Unrelated());
  }

  /** Any known commit that is accepted. */
  Optional<CommitSha> find(Predicate<CommitSha> wanted) {
    return parents.keySet().stream().map(CommitGraph::sha).filter(wanted).findFirst();
  }

  private boolean isCut(Collection<ObjectId> history) {
    return !parents.keySet().containsAll(history);
  }

  /** The commit and everything it descends from that is known or named, the nearest first. */
  private Set<ObjectId> ancestors(CommitSha commit) {
    Set<ObjectId> seen = new LinkedHashSet<>();
    Deque<ObjectId> queue = new ArrayDeque<>(List.of(id(commit)));
    while (!queue.isEmpty()) {
      ObjectId next = queue.poll();
      if (seen.add(next)) {
        queue.addAll(parents.getOrDefault(next, List.of()));
      }
    }
    return seen;
  }

  private static ObjectId id(CommitSha commit) {
    return ObjectId.fromString(commit.hex());
  }

  private static CommitSha sha(ObjectId id) {
    return new CommitSha(id.name());
  }
}
