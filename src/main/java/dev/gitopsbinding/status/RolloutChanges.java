package dev.gitopsbinding.status;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.spec.notification.NotificationEvent;
import dev.gitopsbinding.api.v1alpha1.status.BindingCondition;
import dev.gitopsbinding.api.v1alpha1.status.ConditionStatus;
import dev.gitopsbinding.api.v1alpha1.status.ConditionType;
import dev.gitopsbinding.api.v1alpha1.status.LandedTag;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.status.EventProjector.BindingEvent;
import dev.gitopsbinding.status.condition.ConditionDraft;
import dev.gitopsbinding.status.condition.Conditions;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Changes of the condition RolledOut that are worth a message: a tag runs in all pods for the first
 * time, or its rollout failed. Pods that are replaced later, for example while the workload is
 * scaled, change the condition too, but are not reported.
 */
final class RolloutChanges {
  private RolloutChanges() {}

  /**
   * The tag of the manifest, with the note that the target has run it. The note is made only for a
   * binding that reports rollouts to somebody: each costs others a write of the status.
   *
   * @param landed the tag without the note; null if there is none
   * @param before the one of the status before
   * @param rolledOut the condition for {@code desiredTag}
   * @param reported whether it is reported to receivers or to the forge of the source
   */
  static @Nullable LandedTag remember(
      @Nullable LandedTag landed,
      @Nullable LandedTag before,
      @Nullable String desiredTag,
      ConditionDraft rolledOut,
      boolean reported) {
    if (landed == null) {
      return null;
    }
    boolean complete =
        reported
            && rolledOut.status() == ConditionStatus.TRUE
            && Objects.equals(landed.tag(), desiredTag);
    boolean known =
        before != null && Boolean.TRUE.equals(before.rolledOut()) && isSame(landed, before);
    return new LandedTag(
        landed.tag(), landed.file(), landed.selection(), (complete || known) ? true : null);
  }

  static Optional<StateChange> between(GitOpsBindingStatus before, GitOpsBindingStatus after) {
    BindingCondition now = rolledOut(after).orElse(null);
    BindingCondition old = rolledOut(before).orElse(null);
    if (now == null || old == null) {
      // The first status of a binding says what was there before it.
      return Optional.empty();
    }
    if (becameComplete(before, after, old)) {
      return Optional.of(change(NotificationEvent.ROLLED_OUT, false, now));
    }
    return failed(now) && !failed(old)
        ? Optional.of(change(NotificationEvent.ROLLOUT_FAILED, true, now))
        : Optional.empty();
  }

  private static boolean failed(BindingCondition rolledOut) {
    return Reason.of(rolledOut.reason()).filter(Reason.FAILED_ROLLOUTS::contains).isPresent();
  }

  private static boolean becameComplete(
      GitOpsBindingStatus before, GitOpsBindingStatus after, BindingCondition old) {
    LandedTag landed = after.landed();
    LandedTag last = before.landed();
    if (landed == null || !Boolean.TRUE.equals(landed.rolledOut())) {
      return false;
    }
    boolean reported =
        last != null && Boolean.TRUE.equals(last.rolledOut()) && isSame(landed, last);
    // A status that was stored without the note, or under another selection.
    boolean ranBefore =
        old.status().equals(ConditionStatus.TRUE.text())
            && Objects.equals(before.running(), after.running());
    return !reported && !ranBefore;
  }

  private static boolean isSame(LandedTag one, LandedTag other) {
    return Objects.equals(one.tag(), other.tag())
        && Objects.equals(one.file(), other.file())
        && Objects.equals(one.selection(), other.selection());
  }

  private static StateChange change(
      NotificationEvent kind, boolean warning, BindingCondition rolledOut) {
    String reason = kind == NotificationEvent.ROLLED_OUT ? kind.text() : rolledOut.reason();
    return new StateChange(
        kind,
        StateChange.Scope.NOTIFICATIONS,
        new BindingEvent(warning, reason, rolledOut.message()));
  }

  private static Optional<BindingCondition> rolledOut(GitOpsBindingStatus status) {
    return Conditions.find(status.conditions(), ConditionType.ROLLED_OUT);
  }
}
