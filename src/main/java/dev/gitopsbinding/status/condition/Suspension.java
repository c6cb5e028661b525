package dev.gitopsbinding.status.condition;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.BindingCondition;
import dev.gitopsbinding.api.v1alpha1.status.ConditionStatus;
import dev.gitopsbinding.api.v1alpha1.status.ConditionType;
import dev.gitopsbinding.model.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The conditions of a suspended binding: those from when it was suspended, and that it is
 * suspended. The condition Reconciling is dropped, as nothing goes on any more.
 */
public final class Suspension {
  private Suspension() {}

  /** The conditions during the suspension. */
  public static ConditionDrafts drafts(GitOpsBindingStatus before, String message) {
    return new ConditionDrafts(kept(before), added(before, message), ready(before, message));
  }

  /** The conditions that are kept from before the suspension. */
  private static List<BindingCondition> kept(GitOpsBindingStatus before) {
    Optional<BindingCondition> ready = ready(before);
    return ready.isEmpty()
        ? List.of()
        : Stream.of(ready, Conditions.find(before.conditions(), ConditionType.STALLED))
            .flatMap(Optional::stream)
            .toList();
  }

  /**
   * The condition Suspended, kept while the spec cannot be read: an unreadable spec does not resume
   * the binding.
   */
  public static Optional<BindingCondition> mark(GitOpsBindingStatus before) {
    return Conditions.find(before.conditions(), ConditionType.SUSPENDED)
        .or(() -> isSaidBy(before) ? ready(before).map(Suspension::marked) : Optional.empty());
  }

  private static BindingCondition marked(BindingCondition ready) {
    return new BindingCondition(
        ConditionType.SUSPENDED.text(),
        ConditionStatus.TRUE.text(),
        ready.observedGeneration(),
        ready.lastTransitionTime(),
        Reason.SUSPENDED.text(),
        ready.message());
  }

  /** The conditions that the suspension adds. */
  private static List<ConditionDraft> added(GitOpsBindingStatus before, String message) {
    var suspended =
        new ConditionDraft(
            ConditionType.SUSPENDED, ConditionStatus.TRUE, Reason.SUSPENDED, message);
    return ready(before).isPresent()
        ? List.of(suspended)
        : List.of(ready(before, message), suspended);
  }

  /** The condition Ready during the suspension. */
  private static ConditionDraft ready(GitOpsBindingStatus before, String message) {
    return ready(before)
        .map(Suspension::draft)
        .orElseGet(
            () ->
                new ConditionDraft(
                    ConditionType.READY, ConditionStatus.UNKNOWN, Reason.SUSPENDED, message));
  }

  private static ConditionDraft draft(BindingCondition ready) {
    return new ConditionDraft(
        ConditionType.READY,
        Arrays.stream(ConditionStatus.values())
            .filter(status -> status.text().equals(ready.status()))
            .findFirst()
            .orElse(ConditionStatus.UNKNOWN),
        Reason.of(ready.reason()).orElse(Reason.SUSPENDED),
        ready.message());
  }

  /** Whether a status says that the binding is suspended; older operators said it in Ready. */
  public static boolean isSaidBy(GitOpsBindingStatus status) {
    return Conditions.find(status.conditions(), ConditionType.SUSPENDED).isPresent()
        || Conditions.readyReason(status).equals(Optional.of(Reason.SUSPENDED));
  }

  /** A push in progress is left out: its result is not known until the binding is resumed. */
  private static Optional<BindingCondition> ready(GitOpsBindingStatus before) {
    return Conditions.find(before.conditions(), ConditionType.READY)
        .filter(ready -> !ready.reason().equals(Reason.PUSH_IN_PROGRESS.text()));
  }
}
