package dev.gitopsbinding.status.condition;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.BindingCondition;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * The conditions of a binding, without the one of its rollout, which depends on Ready.
 *
 * @param kept those that stay as they were written
 * @param drafts those that this sync makes
 * @param ready what Ready says, kept or new
 */
public record ConditionDrafts(
    List<BindingCondition> kept, List<ConditionDraft> drafts, ConditionDraft ready) {
  /** Copies the lists. */
  public ConditionDrafts {
    kept = List.copyOf(kept);
    drafts = List.copyOf(drafts);
  }

  /** Drafts the first of which is Ready, beside conditions that stay. */
  public static ConditionDrafts of(List<BindingCondition> kept, List<ConditionDraft> drafts) {
    return new ConditionDrafts(kept, drafts, drafts.getFirst());
  }

  /** All conditions, the one of the rollout at the end. */
  public List<BindingCondition> complete(
      ConditionDraft rolledOut, GitOpsBindingStatus before, long generation, Instant now) {
    List<ConditionDraft> all = Stream.concat(drafts.stream(), Stream.of(rolledOut)).toList();
    List<BindingCondition> merged = Conditions.merge(before.conditions(), all, generation, now);
    return Stream.concat(kept.stream(), merged.stream()).toList();
  }
}
