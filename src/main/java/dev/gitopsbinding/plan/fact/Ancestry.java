package dev.gitopsbinding.plan.fact;

import dev.gitopsbinding.model.CommitSha;
import org.jspecify.annotations.Nullable;

/** Whether the commit to deploy descends from the commit whose tag the manifest file holds. */
public sealed interface Ancestry {
  /** It does, or the file holds no tag of a commit. */
  record Descends() implements Ancestry {}

  /**
   * It does not.
   *
   * @param deployed the deployed commit, or its tag if that does not hold its whole name
   * @param base the newest commit that both descend from; null if none is known
   */
  record Rewound(String deployed, @Nullable CommitSha base) implements Ancestry {}

  /**
   * The history was not read as far back as to the deployed commit.
   *
   * @param deployed as in {@link Rewound}
   * @param known how many commits were read
   */
  record BeyondReach(String deployed, int known) implements Ancestry {}
}
