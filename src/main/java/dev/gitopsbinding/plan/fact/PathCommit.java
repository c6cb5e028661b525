package dev.gitopsbinding.plan.fact;

import dev.gitopsbinding.model.CommitSha;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The newest commit of the source branch that touches {@code spec.source.paths}. */
public sealed interface PathCommit {
  /**
   * It was found.
   *
   * @param madeFor the binding that the operator made it for; null for the commits of others
   */
  record Found(CommitSha commit, @Nullable String madeFor) implements PathCommit {}

  /** The whole history of the branch holds no such commit. */
  record None() implements PathCommit {}

  /**
   * No commit that was read touches the files.
   *
   * @param known how many commits were read
   */
  record BeyondReach(int known) implements PathCommit {}

  /** The commit, if it was found. */
  default Optional<CommitSha> found() {
    return this instanceof Found(var commit, var _) ? Optional.of(commit) : Optional.empty();
  }
}
