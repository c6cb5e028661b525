package dev.gitopsbinding.plan;

import java.util.Optional;

/** One reason to take a step; empty where it does not apply, and the next rule decides. */
@FunctionalInterface
interface Rule {
  Optional<Step> apply(Observation observation);
}
