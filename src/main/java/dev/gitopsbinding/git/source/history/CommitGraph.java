package dev.gitopsbinding.git.source.history;

import dev.gitopsbinding.model.CommitSha;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Known commits and the parents that they name. A parent that is not known itself is beyond reach:
 * the history goes on there. Immutable and pure.
 */
public final class CommitGraph {
  /** A graph without commits. */
  static final CommitGraph EMPTY = new CommitGraph(new ParentTable());

  private final ParentTable table;

  /** A graph of the commits that a table holds now. */
  CommitGraph(ParentTable table) {
    this.table = new ParentTable(table);
  }

  /** A table with the commits of this graph, for a graph with more of them. */
  ParentTable toTable() {
    return new ParentTable(table);
  }

  /** Adds the commits of this graph to a table. */
  void addTo(ParentTable other) {
    other.addAll(table);
  }

  /** Whether a commit and its parents are known. */
  boolean holds(CommitSha commit) {
    int number = number(commit);
    return number >= 0 && table.isKnown(number);
  }

  /** The parents that a commit names; none also if it is not known. */
  List<ObjectId> parentsOf(ObjectId commit) {
    List<ObjectId> parents = new ArrayList<>();
    int number = table.find(commit);
    if (number >= 0) {
      table.eachParent(number, parent -> parents.add(table.id(parent)));
    }
    return parents;
  }

  /** The numbers of the commit and of everything it descends from that is known or named. */
  BitSet ancestors(CommitSha commit) {
    return new Ancestors(commit).seen;
  }

  /** The number of a commit; negative if it is neither known nor named. */
  int number(ObjectId commit) {
    return table.find(commit);
  }

  /** Whether the commit with a number and its parents are known. */
  boolean isKnown(int number) {
    return table.isKnown(number);
  }

  /** Whether the history ends at the commit with a number, or goes on there beyond reach. */
  boolean isEnd(int number) {
    return !table.isKnown(number) || table.firstParent(number) < 0;
  }

  /** How many commits are known, or named as parents. */
  int size() {
    return table.size();
  }

  /**
   * The first-parent line from {@code tip} back to the first wanted commit.
   *
   * @param wanted has to accept the wanted commits, and no others
   */
  public FirstParentLine line(CommitSha tip, Predicate<CommitSha> wanted) {
    List<CommitSha> newer = new ArrayList<>();
    CommitSha commit = tip;
    int at = number(tip);
    while (!wanted.test(commit)) {
      if (at < 0 || !table.isKnown(at)) {
        return new FirstParentLine.BeyondReach(newer.size());
      }
      newer.add(commit);
      at = table.firstParent(at);
      if (at < 0) {
        return new FirstParentLine.Unrelated();
      }
      commit = sha(at);
    }
    return new FirstParentLine.Found(newer, commit);
  }

  /**
   * Whether {@code newer} is a wanted commit, or descends from one.
   *
   * @param wanted has to accept the wanted commits, and no others
   */
  public Descent descent(CommitSha newer, Predicate<CommitSha> wanted) {
    Ancestors ancestors = new Ancestors(newer);
    return ancestors
        .nearestFirst()
        .mapToObj(this::sha)
        .filter(wanted)
        .findFirst()
        .<Descent>map(Descent.Descends::new)
        .orElseGet(
            () ->
                ancestors.isCut()
                    ? new Descent.BeyondReach(ancestors.known())
                    : new Descent.Unrelated(null, null));
  }

  /**
   * Whether {@code newer} is {@code older} or descends from it; if not, what both descend from.
   * This may be known although {@code newer} has a history beyond reach: what {@code older} itself
   * descends from cannot descend from {@code older}.
   */
  public Descent descent(CommitSha newer, CommitSha older) {
    Ancestors ofNewer = new Ancestors(newer);
    Ancestors ofOlder = new Ancestors(older);
    if (newer.equals(older) || ofNewer.hold(number(older))) {
      return new Descent.Descends(older);
    }
    if (!ofNewer.areNamed() || ofNewer.ends().anyMatch(end -> !ofOlder.hold(end))) {
      return new Descent.BeyondReach(ofNewer.known());
    }
    return new Descent.Unrelated(holds(older) ? older : null, base(ofNewer, ofOlder));
  }

  /** Whether a commit has older ancestors than the known ones, or is not known itself. */
  boolean isCut(CommitSha commit) {
    return new Ancestors(commit).isCut();
  }

  /** Any known or named commit that is accepted. */
  Optional<CommitSha> find(Predicate<CommitSha> wanted) {
    return IntStream.range(0, table.size()).mapToObj(this::sha).filter(wanted).findFirst();
  }

  private @Nullable CommitSha base(Ancestors one, Ancestors other) {
    BitSet common = (BitSet) one.seen.clone();
    common.and(other.seen);
    // An ancestor of a common commit is common too, so the best ones are parents of no other.
    BitSet best = (BitSet) common.clone();
    common.stream().forEach(number -> table.eachParent(number, best::clear));
    int first = one.nearestFirst().filter(best::get).findFirst().orElse(-1);
    return first < 0 ? null : sha(first);
  }

  /** A commit and everything it descends from that is known or named. */
  private final class Ancestors {
    private final BitSet seen = new BitSet(table.size());
    private int[] order = new int[64];
    private int count;

    Ancestors(CommitSha commit) {
      int number = number(commit);
      if (number >= 0) {
        add(number);
      }
      for (int at = 0; at < count; at++) {
        table.eachParent(order[at], this::add);
      }
    }

    private void add(int number) {
      if (!seen.get(number)) {
        seen.set(number);
        if (count == order.length) {
          order = Arrays.copyOf(order, count * 2);
        }
        order[count++] = number;
      }
    }

    /** Whether the commit itself is known or named. */
    boolean areNamed() {
      return count > 0;
    }

    boolean hold(int number) {
      return number >= 0 && seen.get(number);
    }

    IntStream nearestFirst() {
      return Arrays.stream(order, 0, count);
    }

    /** Those behind which the history goes on beyond reach. */
    IntStream ends() {
      return nearestFirst().filter(number -> !table.isKnown(number));
    }

    boolean isCut() {
      return !areNamed() || ends().findAny().isPresent();
    }

    int known() {
      return (int) nearestFirst().filter(table::isKnown).count();
    }
  }

  private int number(CommitSha commit) {
    return table.find(ObjectId.fromString(commit.hex()));
  }

  private CommitSha sha(int number) {
    return new CommitSha(table.id(number).name());
  }
}
