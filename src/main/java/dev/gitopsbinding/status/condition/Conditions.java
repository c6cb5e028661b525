package dev.gitopsbinding.status.condition;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.BindingCondition;
import dev.gitopsbinding.api.v1alpha1.status.ConditionType;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.text.TextShortener;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Completes drafts of conditions with the history of the conditions that were written before. */
public final class Conditions {
  /** The limit of metav1.Condition's message. */
  private static final int MAX_MESSAGE = 32_768;

  private Conditions() {}

  /**
   * One condition for each draft; the transition time of a condition changes with its status only.
   */
  public static List<BindingCondition> merge(
      List<BindingCondition> before, List<ConditionDraft> drafts, long generation, Instant now) {
    return drafts.stream().map(draft -> merge(before, draft, generation, now)).toList();
  }

  /** The condition of a type, if present. */
  public static Optional<BindingCondition> find(
      List<BindingCondition> conditions, ConditionType type) {
    return conditions.stream()
        .filter(condition -> condition.type().equals(type.text()))
        .findFirst();
  }

  private static BindingCondition merge(
      List<BindingCondition> before, ConditionDraft draft, long generation, Instant now) {
    String transition =
        find(before, draft.type())
            .filter(condition -> condition.status().equals(draft.status().text()))
            .map(BindingCondition::lastTransitionTime)
            .orElseGet(() -> Timestamps.format(now));
    return new BindingCondition(
        draft.type().text(),
        draft.status().text(),
        generation,
        transition,
        draft.reason().text(),
        shorten(draft.message()));
  }

  private static String shorten(String message) {
    return message.length() <= MAX_MESSAGE
        ? message
        : TextShortener.shorten(message, MAX_MESSAGE - 1);
  }

  /** The reason of the condition Ready; empty if there is none, or none that this version knows. */
  public static Optional<Reason> readyReason(GitOpsBindingStatus status) {
    return Conditions.find(status.conditions(), ConditionType.READY)
        .map(BindingCondition::reason)
        .flatMap(Reason::of);
  }
}
