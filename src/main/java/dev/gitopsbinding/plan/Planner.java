package dev.gitopsbinding.plan;

import java.util.List;
import java.util.Optional;

/** Decides by an ordered list of rules; the first that applies wins. Pure. */
public final class Planner {
  private final List<Rule> rules;

  /**
   * @param rules in the order in which they are tried; the last one has to apply to everything
   */
  public Planner(List<Rule> rules) {
    this.rules = List.copyOf(rules);
  }

  /**
   * The next step for what was observed.
   *
   * @throws IllegalStateException if no rule applies
   */
  public Step plan(Observation observation) {
    for (Rule rule : rules) {
      Optional<Step> step = rule.apply(observation);
      if (step.isPresent()) {
        return inMode(observation, step.get());
      }
    }
    throw new IllegalStateException("no rule applies to " + observation);
  }

  /** Makes a preview of a push, whichever rule planned it, if the binding only previews. */
  private static Step inMode(Observation observation, Step step) {
    return step instanceof Plan.Push push && observation.binding().previews()
        ? new Plan.Preview(push)
        : step;
  }
}
