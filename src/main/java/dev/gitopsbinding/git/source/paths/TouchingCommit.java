package dev.gitopsbinding.git.source.paths;

import dev.gitopsbinding.git.source.history.HistoryAnswer;
import dev.gitopsbinding.model.CommitSha;
import org.jspecify.annotations.Nullable;

/** The newest commit of a first-parent line that touches the files of a filter. */
public sealed interface TouchingCommit extends HistoryAnswer {
  /**
   * It was found.
   *
   * @param madeFor the binding that the operator made it for, by its trailer; null for the commits
   *     of others
   */
  record Found(CommitSha commit, @Nullable String madeFor) implements TouchingCommit {}

  /** The line is known to its root, and none of its commits touches the files. */
  record None() implements TouchingCommit {}

  /**
   * No commit of the known part of the line touches the files.
   *
   * @param known how many commits were compared with their parents
   */
  record BeyondReach(int known) implements TouchingCommit {}

  @Override
  default boolean isBeyondReach() {
    return this instanceof BeyondReach;
  }
}
