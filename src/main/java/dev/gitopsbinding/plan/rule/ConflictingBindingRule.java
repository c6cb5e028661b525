package dev.gitopsbinding.plan.rule;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Plan;
import dev.gitopsbinding.plan.Rival;
import dev.gitopsbinding.plan.Rule;
import dev.gitopsbinding.plan.Step;
import java.util.Optional;

/** Of two bindings that name the same image field, only the older one writes its places. */
final class ConflictingBindingRule implements Rule {
  @Override
  public Optional<Step> apply(Observation observation) {
    Rival rival = observation.rival();
    return rival == null
        ? Optional.empty()
        : Optional.of(
            new Plan.Stop(Reason.CONFLICTING_BINDING, message(observation.binding(), rival)));
  }

  /** Names the rival only within its namespace: other users may not be allowed to see it. */
  private static String message(Binding binding, Rival rival) {
    String places = binding.places().shown(rival.places());
    return rival.id().namespace().equals(binding.id().namespace())
        ? "The older binding %s writes the same image of %s. %s"
            .formatted(rival.id(), places, Reason.CONFLICTING_BINDING.remedy())
        : "An older binding of another namespace writes the same image of %s. Point this one at another image or file, or ask the owner of the repository who else writes there."
            .formatted(places);
  }
}
