package dev.gitopsbinding.git.source.history;

import dev.gitopsbinding.model.CommitSha;
import java.util.List;

/** The commits from a tip back to a wanted commit, along the first parents. */
public sealed interface FirstParentLine extends HistoryAnswer {
  /**
   * The wanted commit is on the line.
   *
   * @param newer the commits before it, the tip first; empty if the tip is the wanted commit
   */
  record Found(List<CommitSha> newer, CommitSha end) implements FirstParentLine {
    /** Copies the list. */
    public Found {
      newer = List.copyOf(newer);
    }
  }

  /** The line is known to its root, and does not hold a wanted commit. */
  record Unrelated() implements FirstParentLine {}

  /**
   * The known part of the line does not hold a wanted commit.
   *
   * @param known how many commits of the line are known
   */
  record BeyondReach(int known) implements FirstParentLine {}

  @Override
  default boolean isBeyondReach() {
    return this instanceof BeyondReach;
  }
}
