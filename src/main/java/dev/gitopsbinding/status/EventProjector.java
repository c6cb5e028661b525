package dev.gitopsbinding.status;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.spec.notification.NotificationEvent;
import dev.gitopsbinding.api.v1alpha1.status.AwaitedSubject;
import dev.gitopsbinding.api.v1alpha1.status.BindingCondition;
import dev.gitopsbinding.api.v1alpha1.status.ConditionType;
import dev.gitopsbinding.api.v1alpha1.status.LastPush;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.ShortCommits;
import dev.gitopsbinding.status.condition.Conditions;
import dev.gitopsbinding.status.condition.Suspension;
import dev.gitopsbinding.status.memory.PreviewMemory;
import dev.gitopsbinding.status.memory.TroubleMemory;
import dev.gitopsbinding.status.memory.WaitTracker;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes events from the difference of two statuses: at most one for a push, one for the start or
 * end of a suspension, one for a change of the Ready reason, one for an overdue wait, and one for a
 * change of what a preview would write; and for receivers of notifications one for a rollout. It
 * compares stored statuses only, so that a restart of the operator repeats no event.
 */
public final class EventProjector {
  private EventProjector() {}

  /**
   * An event to be written.
   *
   * @param warning whether something is wrong
   */
  public record BindingEvent(boolean warning, String reason, String note) {}

  /** The Kubernetes events for the difference between a status and the next one. */
  public static List<BindingEvent> between(GitOpsBindingStatus before, GitOpsBindingStatus after) {
    return changes(before, after).stream()
        .filter(StateChange::isEvent)
        .map(StateChange::event)
        .toList();
  }

  /** All changes from a status to the next one, in the order in which they are reported. */
  public static List<StateChange> changes(GitOpsBindingStatus before, GitOpsBindingStatus after) {
    return Stream.of(
            ProposalChanges.between(before, after),
            pushed(before, after),
            suspensionChanged(before, after),
            readyChanged(before, after),
            becameOverdue(before, after),
            RolloutChanges.between(before, after),
            previewed(before, after))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<StateChange> pushed(
      GitOpsBindingStatus before, GitOpsBindingStatus after) {
    LastPush known = before.lastPush();
    LastPush push = after.lastPush();
    return push == null || (known != null && Objects.equals(push.commit(), known.commit()))
        ? Optional.empty()
        : Optional.of(change(NotificationEvent.PUSHED, pushed(push)));
  }

  private static BindingEvent pushed(LastPush push) {
    String from = push.fromTag() == null ? "no tag" : "tag " + push.fromTag();
    return new BindingEvent(
        false,
        "Pushed",
        ShortCommits.in(
                "Pushed commit %s to %s: from %s to tag %s."
                    .formatted(push.commit(), push.file(), from, push.toTag()))
            + PushedCommits.sentence(push));
  }

  /**
   * Reported by Kubernetes events only: receivers of notifications get what happened, and a preview
   * is what would happen.
   */
  private static Optional<StateChange> previewed(
      GitOpsBindingStatus before, GitOpsBindingStatus after) {
    return PreviewMemory.news(before, after)
        .map(note -> new BindingEvent(false, Reason.PREVIEW_ONLY.text(), note))
        .map(event -> new StateChange(NotificationEvent.HELD, StateChange.Scope.EVENTS, event));
  }

  private static Optional<StateChange> suspensionChanged(
      GitOpsBindingStatus before, GitOpsBindingStatus after) {
    boolean is = Suspension.isSaidBy(after);
    if (is == Suspension.isSaidBy(before)) {
      return Optional.empty();
    }
    return Optional.of(
        is
            ? change(
                NotificationEvent.SUSPENDED,
                new BindingEvent(
                    false,
                    Reason.SUSPENDED.text(),
                    Conditions.find(after.conditions(), ConditionType.SUSPENDED)
                        .map(BindingCondition::message)
                        .orElse("Suspended.")))
            : change(
                NotificationEvent.RESUMED,
                new BindingEvent(false, "Resumed", "Resumed: the binding is synced again.")));
  }

  private static Optional<StateChange> readyChanged(
      GitOpsBindingStatus before, GitOpsBindingStatus after) {
    BindingCondition old = Conditions.find(before.conditions(), ConditionType.READY).orElse(null);
    return Conditions.find(after.conditions(), ConditionType.READY)
        .filter(now -> old == null || !now.reason().equals(old.reason()))
        .flatMap(now -> changed(before, now));
  }

  private static Optional<StateChange> becameOverdue(
      GitOpsBindingStatus before, GitOpsBindingStatus after) {
    AwaitedSubject awaited = after.awaiting();
    AwaitedSubject last = before.awaiting();
    if (awaited == null || !WaitTracker.isOverdue(awaited)) {
      return Optional.empty();
    }
    boolean reported =
        last != null
            && WaitTracker.isOverdue(last)
            && Objects.equals(last.awaited(), awaited.awaited());
    return Conditions.find(after.conditions(), ConditionType.READY)
        .filter(_ -> !reported)
        .map(
            ready ->
                change(NotificationEvent.OVERDUE, event(ready, true, ready.reason(), "Overdue")));
  }

  private static Optional<StateChange> changed(GitOpsBindingStatus before, BindingCondition now) {
    Reason reason = Reason.of(now.reason()).orElse(Reason.INTERNAL_ERROR);
    return switch (reason.handling()) {
      case WAITING -> Optional.empty();
      case DONE -> TroubleMemory.open(before).map(trouble -> recovered(before, trouble, now));
      case NEEDS_DECISION ->
          switch (reason) {
            case SUSPENDED -> Optional.empty();
            // What would be written has an event of its own.
            case PREVIEW_ONLY ->
                TroubleMemory.open(before).map(trouble -> recovered(before, trouble, now));
            default -> Optional.of(troubled(held(reason), before, now, "On hold"));
          };
      case RETRIED ->
          Optional.of(troubled(NotificationEvent.FAILED, before, now, "Sync failed, will retry"));
      case STALLED -> Optional.of(troubled(NotificationEvent.FAILED, before, now, "Stalled"));
    };
  }

  private static NotificationEvent held(Reason reason) {
    return reason == Reason.ROLLED_BACK ? NotificationEvent.ROLLED_BACK : NotificationEvent.HELD;
  }

  private static StateChange recovered(
      GitOpsBindingStatus before, Reason trouble, BindingCondition now) {
    return new StateChange(
        NotificationEvent.RECOVERED,
        waits(before) ? StateChange.Scope.NOTIFICATIONS : StateChange.Scope.ALL,
        event(now, false, "Recovered", "Recovered from " + trouble.text()));
  }

  /**
   * Receivers get one message when the binding begins to fail or is put on hold, and none for each
   * further reason. A wait in between does not end a failure, as when a forge answers every other
   * request; but a hold after a wait is a new one, as when the checks of the next commit fail too.
   */
  private static StateChange troubled(
      NotificationEvent kind, GitOpsBindingStatus before, BindingCondition now, String lead) {
    boolean further =
        TroubleMemory.open(before).flatMap(TroubleMemory::kind).equals(Optional.of(kind))
            && (kind == NotificationEvent.FAILED || !waits(before));
    return new StateChange(
        kind,
        further ? StateChange.Scope.EVENTS : StateChange.Scope.ALL,
        event(now, true, now.reason(), lead));
  }

  private static boolean waits(GitOpsBindingStatus status) {
    return Conditions.readyReason(status)
        .filter(reason -> reason.handling() == Reason.Handling.WAITING)
        .isPresent();
  }

  private static StateChange change(NotificationEvent kind, BindingEvent event) {
    return new StateChange(kind, StateChange.Scope.ALL, event);
  }

  private static BindingEvent event(
      BindingCondition now, boolean warning, String reason, String lead) {
    boolean leads = now.message().startsWith(lead + ":");
    return new BindingEvent(warning, reason, leads ? now.message() : lead + ": " + now.message());
  }
}
