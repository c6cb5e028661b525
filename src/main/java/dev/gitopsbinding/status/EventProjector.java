package dev.gitopsbinding.status;

import dev.gitopsbinding.api.v1alpha1.BindingCondition;
import dev.gitopsbinding.api.v1alpha1.ConditionType;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus.AwaitedSubject;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus.LastPush;
import dev.gitopsbinding.api.v1alpha1.NotificationEvent;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.ShortCommits;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes events from the difference of two statuses: at most one for a push, one for the start or
 * end of a suspension, one for a change of the Ready reason, and one for an overdue wait; and for
 * receivers of notifications one for a rollout. It compares stored statuses only, so that a restart
 * of the operator repeats no event.
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

  /** All changes from a status to the next one, in the order in which they are told. */
  public static List<StateChange> changes(GitOpsBindingStatus before, GitOpsBindingStatus after) {
    return Stream.of(
            pushed(before, after),
            suspensionChanged(before, after),
            readyChanged(before, after),
            becameOverdue(before, after),
            RolloutChanges.between(before, after))
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
                .formatted(push.commit(), push.file(), from, push.toTag())));
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
        .flatMap(now -> changed(old, now));
  }

  private static Optional<StateChange> becameOverdue(
      GitOpsBindingStatus before, GitOpsBindingStatus after) {
    AwaitedSubject awaited = after.awaiting();
    AwaitedSubject last = before.awaiting();
    if (awaited == null || !WaitTracker.isOverdue(awaited)) {
      return Optional.empty();
    }
    boolean told =
        last != null
            && WaitTracker.isOverdue(last)
            && Objects.equals(last.awaited(), awaited.awaited());
    return Conditions.find(after.conditions(), ConditionType.READY)
        .filter(_ -> !told)
        .map(
            ready ->
                change(NotificationEvent.OVERDUE, event(ready, true, ready.reason(), "Overdue")));
  }

  private static Optional<StateChange> changed(
      @Nullable BindingCondition old, BindingCondition now) {
    Reason reason = Reason.of(now.reason()).orElse(Reason.INTERNAL_ERROR);
    return switch (reason.handling()) {
      case WAITING -> Optional.empty();
      case DONE ->
          old != null && trouble(old).isPresent()
              ? Optional.of(
                  change(
                      NotificationEvent.RECOVERED,
                      event(now, false, "Recovered", "Recovered from " + old.reason())))
              : Optional.empty();
      case NEEDS_DECISION ->
          reason == Reason.SUSPENDED
              ? Optional.empty()
              : Optional.of(troubled(NotificationEvent.HELD, old, now, "On hold"));
      case RETRIED ->
          Optional.of(troubled(NotificationEvent.FAILED, old, now, "Sync failed, will retry"));
      case STALLED -> Optional.of(troubled(NotificationEvent.FAILED, old, now, "Stalled"));
    };
  }

  /** Receivers are told once that the binding fails or is on hold, not of each further reason. */
  private static StateChange troubled(
      NotificationEvent kind, @Nullable BindingCondition old, BindingCondition now, String lead) {
    boolean further = old != null && trouble(old).equals(Optional.of(kind));
    return new StateChange(
        kind,
        further ? StateChange.Scope.EVENTS : StateChange.Scope.ALL,
        event(now, true, now.reason(), lead));
  }

  /** The kind of trouble that a condition Ready says; empty for none. */
  private static Optional<NotificationEvent> trouble(BindingCondition ready) {
    return Reason.of(ready.reason())
        // The start and the end of a suspension have events of their own.
        .filter(reason -> reason != Reason.SUSPENDED)
        .flatMap(
            reason ->
                switch (reason.handling()) {
                  case DONE, WAITING -> Optional.empty();
                  case NEEDS_DECISION -> Optional.of(NotificationEvent.HELD);
                  case RETRIED, STALLED -> Optional.of(NotificationEvent.FAILED);
                });
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
