package dev.gitopsbinding.status;

import dev.gitopsbinding.api.v1alpha1.BindingCondition;
import dev.gitopsbinding.api.v1alpha1.ConditionType;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus.AwaitedSubject;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus.LastPush;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.ShortCommits;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes events from the difference of two statuses: at most one for a push, one for the start or
 * end of a suspension, one for a change of the Ready reason, and one for an overdue wait. It
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

  /** The events for the difference between a status and the next one. */
  public static List<BindingEvent> between(GitOpsBindingStatus before, GitOpsBindingStatus after) {
    return Stream.of(
            pushed(before, after),
            suspensionChanged(before, after),
            readyChanged(before, after),
            becameOverdue(before, after))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<BindingEvent> pushed(
      GitOpsBindingStatus before, GitOpsBindingStatus after) {
    LastPush known = before.lastPush();
    LastPush push = after.lastPush();
    return push == null || (known != null && Objects.equals(push.commit(), known.commit()))
        ? Optional.empty()
        : Optional.of(pushed(push));
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

  private static Optional<BindingEvent> suspensionChanged(
      GitOpsBindingStatus before, GitOpsBindingStatus after) {
    boolean is = Suspension.isSaidBy(after);
    if (is == Suspension.isSaidBy(before)) {
      return Optional.empty();
    }
    return Optional.of(
        is
            ? new BindingEvent(
                false,
                Reason.SUSPENDED.text(),
                Conditions.find(after.conditions(), ConditionType.SUSPENDED)
                    .map(BindingCondition::message)
                    .orElse("Suspended."))
            : new BindingEvent(false, "Resumed", "Resumed: the binding is synced again."));
  }

  private static Optional<BindingEvent> readyChanged(
      GitOpsBindingStatus before, GitOpsBindingStatus after) {
    BindingCondition old = Conditions.find(before.conditions(), ConditionType.READY).orElse(null);
    return Conditions.find(after.conditions(), ConditionType.READY)
        .filter(now -> old == null || !now.reason().equals(old.reason()))
        .flatMap(now -> changed(old, now));
  }

  private static Optional<BindingEvent> becameOverdue(
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
        .map(ready -> event(ready, true, ready.reason(), "Overdue"));
  }

  private static Optional<BindingEvent> changed(
      @Nullable BindingCondition old, BindingCondition now) {
    Reason reason = Reason.of(now.reason()).orElse(Reason.INTERNAL_ERROR);
    return switch (reason.handling()) {
      case WAITING -> Optional.empty();
      case DONE ->
          old != null && wasTrouble(old)
              ? Optional.of(event(now, false, "Recovered", "Recovered from " + old.reason()))
              : Optional.empty();
      case NEEDS_DECISION ->
          reason == Reason.SUSPENDED
              ? Optional.empty()
              : Optional.of(event(now, true, now.reason(), "On hold"));
      case RETRIED -> Optional.of(event(now, true, now.reason(), "Sync failed, will retry"));
      case STALLED -> Optional.of(event(now, true, now.reason(), "Stalled"));
    };
  }

  private static boolean wasTrouble(BindingCondition condition) {
    return Reason.of(condition.reason())
        .filter(reason -> reason.handling() != Reason.Handling.WAITING)
        // The end of a suspension has an event of its own.
        .filter(reason -> reason != Reason.SUSPENDED)
        .isPresent();
  }

  private static BindingEvent event(
      BindingCondition now, boolean warning, String reason, String lead) {
    boolean leads = now.message().startsWith(lead + ":");
    return new BindingEvent(warning, reason, leads ? now.message() : lead + ": " + now.message());
  }
}
