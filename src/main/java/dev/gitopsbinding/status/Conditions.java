package dev.gitopsbinding.status;

import dev.gitopsbinding.api.v1alpha1.BindingCondition;
import dev.gitopsbinding.api.v1alpha1.ConditionType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Merges verdicts with the conditions that were written before. */
final class Conditions {
  /** The limit of metav1.Condition's message. */
  private static final int MAX_MESSAGE = 32_768;

  private Conditions() {}

  /** One condition a verdict; a condition's transition time changes only with its status. */
  static List<BindingCondition> merge(
      List<BindingCondition> before, List<ConditionDraft> verdicts, long generation, Instant now) {
    return verdicts.stream().map(verdict -> merge(before, verdict, generation, now)).toList();
  }

  /** The condition of a type, if present. */
  static Optional<BindingCondition> find(List<BindingCondition> conditions, ConditionType type) {
    return conditions.stream()
        .filter(condition -> condition.type().equals(type.text()))
        .findFirst();
  }

  private static BindingCondition merge(
      List<BindingCondition> before, ConditionDraft verdict, long generation, Instant now) {
    String transition =
        find(before, verdict.type())
            .filter(condition -> condition.status().equals(verdict.status().text()))
            .map(BindingCondition::lastTransitionTime)
            .orElseGet(() -> Timestamps.format(now));
    return new BindingCondition(
        verdict.type().text(),
        verdict.status().text(),
        generation,
        transition,
        verdict.reason().text(),
        shorten(verdict.message()));
  }

  private static String shorten(String message) {
    return message.substring(0, Math.min(message.length(), MAX_MESSAGE));
  }
}
