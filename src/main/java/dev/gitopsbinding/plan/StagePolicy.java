package dev.gitopsbinding.plan;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.BindingCondition;
import dev.gitopsbinding.api.v1alpha1.status.ConditionType;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.model.Reason;
import java.util.Optional;

/** Decides by the spec and status of a binding whether those that follow it must stop. Pure. */
public final class StagePolicy {
  private StagePolicy() {}

  /**
   * Why nothing of a binding may be promoted: it is suspended, waits for the decision of a person,
   * cannot work as it is, or its rollout failed. Empty if it goes on. A host that does not answer,
   * a missing image, failed checks and a refused pull request concern a commit that is not rolled
   * out yet: they stop nobody else.
   */
  public static Optional<Reason> stops(Binding binding, GitOpsBindingStatus status) {
    if (binding.suspended()) {
      return Optional.of(Reason.SUSPENDED);
    }
    return reason(status, ConditionType.READY)
        .filter(StagePolicy::stops)
        .or(
            () ->
                reason(status, ConditionType.ROLLED_OUT).filter(Reason.FAILED_ROLLOUTS::contains));
  }

  private static boolean stops(Reason ready) {
    return switch (ready.handling()) {
      // The condition keeps this reason until the first sync after a suspension.
      case NEEDS_DECISION ->
          ready != Reason.CHECKS_FAILED
              && ready != Reason.PULL_REQUEST_CLOSED
              && ready != Reason.SUSPENDED;
      case STALLED -> true;
      case DONE, WAITING, RETRIED -> false;
    };
  }

  private static Optional<Reason> reason(GitOpsBindingStatus status, ConditionType type) {
    return status.conditions().stream()
        .filter(condition -> condition.type().equals(type.text()))
        .findFirst()
        .map(BindingCondition::reason)
        .flatMap(Reason::of);
  }
}
