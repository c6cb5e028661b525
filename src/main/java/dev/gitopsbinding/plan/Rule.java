package dev.gitopsbinding.plan;

import java.util.Optional;

/** One reason to take a step. Pure. */
@FunctionalInterface
public interface Rule {
  /**
   * The step that this rule takes; empty where it does not apply, and the next rule decides. A rule
   * may rely on what earlier rules made sure of.
   */
  Optional<Step> apply(Observation observation);
}
