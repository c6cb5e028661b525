package dev.gitopsbinding.plan.rule;

import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Plan;
import dev.gitopsbinding.plan.Rule;
import dev.gitopsbinding.plan.Step;
import java.util.Optional;

/** Neither reads nor writes for a suspended binding. */
final class SuspendedRule implements Rule {
  @Override
  public Optional<Step> apply(Observation observation) {
    return observation.binding().suspended()
        ? Optional.of(
            new Plan.Stop(
                Reason.SUSPENDED,
                "spec.suspend is true: nothing is read or written until it is false."))
        : Optional.empty();
  }
}
