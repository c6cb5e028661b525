package dev.gitopsbinding.plan.rule;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Plan;
import dev.gitopsbinding.plan.Rival;
import dev.gitopsbinding.plan.Rule;
import dev.gitopsbinding.plan.Step;
import java.util.Objects;
import java.util.Optional;

/**
 * Of two bindings that name the same image field, only the older one writes its places. The same
 * holds for a branch that both push to for different bases, because each base would come into it;
 * and no branch is pushed to that another binding reads, because it is deleted after a merge.
 */
final class ConflictingBindingRule implements Rule {
  @Override
  public Optional<Step> apply(Observation observation) {
    Rival rival = observation.rival();
    return rival == null
        ? Optional.empty()
        : Optional.of(
            new Plan.Stop(Reason.CONFLICTING_BINDING, message(observation.binding(), rival)));
  }

  private static String message(Binding binding, Rival rival) {
    return switch (rival.contest()) {
      case IMAGE -> imageMessage(binding, rival);
      case PUSH_BASE ->
          "spec.push.branch: %s pushes to branch %s too, to be merged into another branch than %s. Name another branch, or give both the same spec.manifest.ref.branch."
              .formatted(
                  named("older binding", binding, rival),
                  pushed(binding),
                  binding.manifest().branch().branch());
      case PUSH_READ ->
          "spec.push.branch: %s reads branch %s as its source or manifest, and a branch that is pushed to is changed and deleted. Name a branch that no binding reads."
              .formatted(named("binding", binding, rival), pushed(binding));
    };
  }

  private static String pushed(Binding binding) {
    return Objects.requireNonNull(binding.push(), "what both want").branch().branch();
  }

  private static String named(String kind, Binding binding, Rival rival) {
    if (rival.id().namespace().equals(binding.id().namespace())) {
      return "the %s %s".formatted(kind, rival.id());
    }
    return "%s %s of another namespace".formatted(kind.startsWith("o") ? "an" : "a", kind);
  }

  /** Names the rival only within its namespace: other users may not be allowed to see it. */
  private static String imageMessage(Binding binding, Rival rival) {
    String places = binding.places().shown(rival.places());
    return rival.id().namespace().equals(binding.id().namespace())
        ? "The older binding %s writes the same image of %s. %s"
            .formatted(rival.id(), places, Reason.CONFLICTING_BINDING.remedy())
        : "An older binding of another namespace writes the same image of %s. Point this one at another image or file, or ask the owner of the repository who else writes there."
            .formatted(places);
  }
}
