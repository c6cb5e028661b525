package dev.gitopsbinding.cli.report;

import dev.gitopsbinding.api.v1alpha1.status.BindingCondition;
import dev.gitopsbinding.api.v1alpha1.status.ConditionStatus;
import dev.gitopsbinding.api.v1alpha1.status.ConditionType;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.status.condition.Suspension;
import java.util.Optional;

/** What keeps a commit from going further. */
sealed interface Blocker {
  /** A reason that this version knows. */
  record Known(Reason reason, Stage stage, String message) implements Blocker {}

  /**
   * A newer operator wrote it.
   *
   * @param word the reason as it is stored
   */
  record Foreign(String word, String message) implements Blocker {}

  /** The operator has not synced the binding yet. */
  record NotSynced() implements Blocker {}

  /** Nothing does: the target runs the tag. */
  record None() implements Blocker {}

  /** What blocks a binding first: the suspension, then what Ready says, then the rollout. */
  static Blocker of(LiveBinding binding) {
    if (Suspension.isSaidBy(binding.status())) {
      return new Known(Reason.SUSPENDED, Stage.BINDING, suspension(binding));
    }
    Optional<BindingCondition> ready = binding.condition(ConditionType.READY);
    if (ready.isEmpty()) {
      return new NotSynced();
    }
    return ready
        .filter(condition -> !isTrue(condition))
        .or(() -> binding.condition(ConditionType.ROLLED_OUT).filter(one -> !isTrue(one)))
        .map(Blocker::of)
        .orElseGet(None::new);
  }

  private static String suspension(LiveBinding binding) {
    return binding
        .condition(ConditionType.SUSPENDED)
        .or(() -> binding.condition(ConditionType.READY))
        .map(BindingCondition::message)
        .orElse("");
  }

  private static Blocker of(BindingCondition condition) {
    return Reason.of(condition.reason())
        .<Blocker>map(
            reason ->
                new Known(
                    reason, StageClassifier.of(reason, condition.message()), condition.message()))
        .orElseGet(() -> new Foreign(condition.reason(), condition.message()));
  }

  private static boolean isTrue(BindingCondition condition) {
    return ConditionStatus.TRUE.text().equals(condition.status());
  }
}
