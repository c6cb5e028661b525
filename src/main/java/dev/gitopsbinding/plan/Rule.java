package dev.gitopsbinding.plan;

import java.util.Optional;

/** Decides the next step of a sync in one case. Pure. */
@FunctionalInterface
public interface Rule {
  /**
   * The next step; empty if the rule does not apply, so that the next rule decides. A rule may rely
   * on what earlier rules have ensured.
   */
  Optional<Step> apply(Observation observation);
}
