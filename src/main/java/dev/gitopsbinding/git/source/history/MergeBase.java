package dev.gitopsbinding.git.source.history;

import dev.gitopsbinding.model.CommitSha;

/** The newest commit that two commits descend from, as git-merge-base(1) finds it. */
public sealed interface MergeBase {
  /** One of the best common ancestors. */
  record Found(CommitSha commit) implements MergeBase {}

  /** Both histories are known to their roots, and have nothing in common. */
  record Unrelated() implements MergeBase {}

  /** The known histories have nothing in common. */
  record BeyondReach() implements MergeBase {}
}
