package dev.gitopsbinding.plan.rule;

import dev.gitopsbinding.plan.Ask;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Plan;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.Rule;
import dev.gitopsbinding.plan.Step;
import dev.gitopsbinding.plan.rule.source.PromotionRule;
import java.util.Optional;

/**
 * Writes nothing if the file holds the desired tag, with a digest if the spec wants one; the wait
 * for a newer one may go on. Any digest will do: which one the registry has for a tag is asked only
 * when the tag is written.
 */
final class UpToDateRule implements Rule {
  @Override
  public Optional<Step> apply(Observation observation) {
    String tag = observation.desiredTag().orElseThrow();
    boolean pinned = observation.binding().image().pinned();
    if (!observation.require(Questions.MANIFEST).holds(tag, pinned)) {
      return Optional.empty();
    }
    // The status of the push that wrote the tag may have been lost, so the history is read for the
    // push. The rule keeps the tag even if the history cannot be read.
    boolean ask =
        observation.inDoubt()
            && observation.fact(Questions.OWN_COMMIT) instanceof Fact.NotAsked
            && !LandedTagMemory.wasHeld(observation);
    return Optional.of(
        ask
            ? new Ask(Questions.OWN_COMMIT)
            : PromotionRule.newer(observation).<Step>map(wait -> wait).orElse(new Plan.Keep(tag)));
  }
}
