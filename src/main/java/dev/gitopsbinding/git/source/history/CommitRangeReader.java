package dev.gitopsbinding.git.source.history;

import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.commit.PushContents;
import dev.gitopsbinding.model.commit.SourceCommit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/**
 * Reads the commits between two commits. The graph decides which ones these are, because it knows
 * where the shallow history is cut; subjects, authors and times come from the local copy.
 */
final class CommitRangeReader {
  /** Nobody waits for a list of commits, so not more of the history is fetched for it. */
  private static final int ENOUGH = 1_000;

  private final FileRepository local;
  private final CommitGraph graph;
  private final CommitSha newer;

  CommitRangeReader(FileRepository local, CommitGraph graph, CommitSha newer) {
    this.local = local;
    this.graph = graph;
    this.newer = newer;
  }

  /** The newer commit alone. */
  CommitRange single() throws IOException {
    return range(id(newer)::equals, null, false, false);
  }

  /** If the copy does not even hold the newer commit, the history has to be deeper. */
  private CommitRange range(
      Predicate<ObjectId> commits, @Nullable Integer count, boolean more, boolean deeper)
      throws IOException {
    List<SourceCommit> newest = read(commits);
    return new CommitRange(newest, count, more, deeper || newest.isEmpty());
  }

  /**
   * The commits since a wanted one.
   *
   * @param older has to accept the wanted commit, and no others
   */
  CommitRange since(Predicate<CommitSha> older) throws IOException {
    return switch (graph.descent(newer, older)) {
      case Descent.Descends(var found) -> between(found);
      case Descent.Unrelated _ -> single();
      // In the graph, but no ancestor: it is newer, or a forced push removed it from the branch.
      case Descent.BeyondReach _ when graph.find(older).isPresent() -> single();
      case Descent.BeyondReach _ -> beyondReach();
    };
  }

  /**
   * The range if the wanted commit is older than the graph. If the known history ends at one commit
   * only, the wanted one is behind it, and all known commits are in the range. If a merge makes it
   * end at several commits, some of them may be older than the wanted one: only the newest commit
   * is certain.
   */
  private CommitRange beyondReach() throws IOException {
    BitSet ancestors = graph.ancestors(newer);
    long ends = ancestors.stream().filter(graph::isEnd).count();
    int known = (int) ancestors.stream().filter(graph::isKnown).count();
    return ends == 1 && known == ancestors.cardinality() - 1
        ? range(in(ancestors), known, true, mayDeepen())
        : range(id(newer)::equals, null, false, mayDeepen());
  }

  private CommitRange between(CommitSha older) throws IOException {
    BitSet before = graph.ancestors(older);
    BitSet between = graph.ancestors(newer);
    between.andNot(before);
    return isCertain(between, before)
        ? range(in(between), between.cardinality(), false, false)
        : atLeast(older);
  }

  /**
   * Whether the commits between are certainly the right ones. Where the known history of the older
   * commit is cut, its commits behind the cut may be known all the same, as ancestors of the newer
   * commit through a branch that was merged late. They would count as newer by mistake.
   */
  private boolean isCertain(BitSet between, BitSet before) {
    return isKnown(between) && (isKnown(before) || between.stream().noneMatch(graph::isEnd));
  }

  /** The line of first parents down to the older commit, which is part of the range in any case. */
  private CommitRange atLeast(CommitSha older) throws IOException {
    if (graph.line(newer, older::equals) instanceof FirstParentLine.Found(var line, var _)) {
      BitSet certain = new BitSet();
      line.forEach(commit -> certain.set(graph.number(id(commit))));
      return range(in(certain), line.size(), true, mayDeepen());
    }
    return range(id(newer)::equals, null, false, mayDeepen());
  }

  /** Reads the newest of the wanted commits, each of which is reached through other wanted ones. */
  private List<SourceCommit> read(Predicate<ObjectId> wanted) throws IOException {
    List<SourceCommit> commits = new ArrayList<>();
    Set<ObjectId> seen = new HashSet<>();
    // The sort of git-log(1): by the time of the commit, and then as they were met.
    PriorityQueue<Met> queue =
        new PriorityQueue<>(
            Comparator.comparingInt((Met met) -> -met.commit().getCommitTime())
                .thenComparingInt(Met::number));
    try (RevWalk walk = new RevWalk(local)) {
      meet(walk, List.of(id(newer)), wanted, seen, queue);
      while (!queue.isEmpty() && commits.size() < PushContents.SHOWN) {
        RevCommit commit = queue.remove().commit();
        walk.parseBody(commit);
        commits.add(described(commit));
        meet(walk, graph.parentsOf(commit), wanted, seen, queue);
      }
    }
    return commits;
  }

  private record Met(RevCommit commit, int number) {}

  /**
   * Queues the wanted ones of some commits, each once. One that the copy lacks is left out, and so
   * is what is reached only through it.
   */
  private static void meet(
      RevWalk walk,
      Collection<ObjectId> ids,
      Predicate<ObjectId> wanted,
      Set<ObjectId> seen,
      Collection<Met> queue)
      throws IOException {
    for (ObjectId id : ids) {
      if (wanted.test(id)
          && seen.add(id.copy())
          && walk.getObjectReader().has(id, Constants.OBJ_COMMIT)) {
        queue.add(new Met(walk.parseCommit(id), seen.size()));
      }
    }
  }

  private static SourceCommit described(RevCommit commit) {
    Optional<PersonIdent> author = Optional.ofNullable(commit.getAuthorIdent());
    return new SourceCommit(
        new CommitSha(commit.name()),
        commit.getShortMessage(),
        author.map(PersonIdent::getName).orElse(""),
        author.map(PersonIdent::getEmailAddress).orElse(""),
        author.map(PersonIdent::getWhenAsInstant).orElse(null));
  }

  private boolean mayDeepen() {
    return graph.size() < ENOUGH;
  }

  private Predicate<ObjectId> in(BitSet numbers) {
    return id -> {
      int number = graph.number(id);
      return number >= 0 && numbers.get(number);
    };
  }

  private boolean isKnown(BitSet history) {
    return history.stream().allMatch(graph::isKnown);
  }

  private static ObjectId id(CommitSha commit) {
    return ObjectId.fromString(commit.hex());
  }
}
