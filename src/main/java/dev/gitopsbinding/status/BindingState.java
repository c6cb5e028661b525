package dev.gitopsbinding.status;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.BindingCondition;
import dev.gitopsbinding.api.v1alpha1.status.ConditionStatus;
import dev.gitopsbinding.api.v1alpha1.status.ConditionType;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.status.condition.Conditions;
import dev.gitopsbinding.status.condition.Suspension;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The state of a binding in one word; what needs a person's look comes first. */
public enum BindingState {
  /** The last sync failed; it is retried, or the spec has to be changed. */
  FAILED,
  /** A person has to decide; nothing is written until then. */
  HELD,
  /** Something has to happen elsewhere first, or there was no sync yet. */
  WAITING,
  /** {@code spec.suspend} is true. */
  SUSPENDED,
  /** The manifest holds the newest tag. */
  READY;

  /** The word in lower case, for users. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The state whose {@link #text()} it is. */
  public static Optional<BindingState> of(String text) {
    return Arrays.stream(values()).filter(state -> state.text().equals(text)).findFirst();
  }

  /** The state that a status says. */
  public static BindingState of(GitOpsBindingStatus status) {
    if (Suspension.isSaidBy(status)) {
      return SUSPENDED;
    }
    return Conditions.find(status.conditions(), ConditionType.READY)
        .map(BindingState::of)
        .orElse(WAITING);
  }

  private static BindingState of(BindingCondition ready) {
    if (ConditionStatus.TRUE.text().equals(ready.status())) {
      return READY;
    }
    // A newer operator may have written a reason that this one does not know.
    return Reason.of(ready.reason()).map(Reason::handling).map(BindingState::of).orElse(FAILED);
  }

  private static BindingState of(Reason.Handling handling) {
    return switch (handling) {
      case DONE -> READY;
      case WAITING -> WAITING;
      case NEEDS_DECISION -> HELD;
      case RETRIED, STALLED -> FAILED;
    };
  }
}
