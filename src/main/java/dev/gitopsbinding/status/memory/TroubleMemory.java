package dev.gitopsbinding.status.memory;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.spec.notification.NotificationEvent;
import dev.gitopsbinding.api.v1alpha1.status.BindingCondition;
import dev.gitopsbinding.api.v1alpha1.status.ConditionType;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.status.condition.Conditions;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A failure or hold that is not over: Ready has not been True since. Ready itself names it, except
 * while the binding waits; only then it is stored, so that it costs no write of its own.
 */
public final class TroubleMemory {
  private TroubleMemory() {}

  /** The reason of the trouble that a status says; empty for none. */
  public static Optional<Reason> open(GitOpsBindingStatus status) {
    return Conditions.readyReason(status)
        .flatMap(
            ready ->
                switch (ready.handling()) {
                  case WAITING -> Optional.ofNullable(status.trouble()).flatMap(Reason::of);
                  case DONE, NEEDS_DECISION, RETRIED, STALLED ->
                      kind(ready).isPresent() ? Optional.of(ready) : Optional.empty();
                });
  }

  /**
   * What the next status stores.
   *
   * @param conditions those of the next status
   */
  public static @Nullable String next(
      GitOpsBindingStatus before, List<BindingCondition> conditions) {
    return Conditions.find(conditions, ConditionType.READY)
        .flatMap(ready -> Reason.of(ready.reason()))
        .filter(ready -> ready.handling() == Reason.Handling.WAITING)
        .flatMap(_ -> open(before))
        .map(Reason::text)
        .orElse(null);
  }

  /** The kind of trouble that a reason of Ready says; empty for none. */
  public static Optional<NotificationEvent> kind(Reason ready) {
    return switch (ready.handling()) {
      case DONE, WAITING -> Optional.empty();
      // The start and the end of a suspension have events of their own, and so have previews.
      case NEEDS_DECISION ->
          ready == Reason.SUSPENDED || ready == Reason.PREVIEW_ONLY
              ? Optional.empty()
              : Optional.of(NotificationEvent.HELD);
      case RETRIED, STALLED -> Optional.of(NotificationEvent.FAILED);
    };
  }
}
