package dev.gitopsbinding.plan.rule;

import dev.gitopsbinding.plan.Ask;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Plan;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.Rule;
import dev.gitopsbinding.plan.Step;
import java.util.Optional;

/** Nothing is written where the file holds the desired tag. */
final class UpToDateRule implements Rule {
  @Override
  public Optional<Step> apply(Observation observation) {
    String tag = observation.desiredTag().orElseThrow();
    if (!observation.require(Questions.MANIFEST).holds(tag)) {
      return Optional.empty();
    }
    // The status of the push that wrote the tag may be lost. Whether or not the branch's history
    // can be read, the file holds the tag.
    boolean ask =
        observation.inDoubt()
            && observation.fact(Questions.OWN_COMMIT) instanceof Fact.NotAsked
            && !LandedTagMemory.tells(observation);
    return Optional.of(ask ? new Ask(Questions.OWN_COMMIT) : new Plan.Keep(tag));
  }
}
