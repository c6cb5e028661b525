package dev.gitopsbinding.plan.rule.source;

import dev.gitopsbinding.plan.Ask;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.Rule;
import dev.gitopsbinding.plan.Step;
import java.util.Optional;

/** Finds the commit to deploy, where the spec allows another one than the newest that counts. */
public final class SelectedCommitRule implements Rule {
  @Override
  public Optional<Step> apply(Observation observation) {
    return observation.binding().policy().looksBack()
        ? Ask.unlessKnown(observation, Questions.SELECTED_COMMIT)
        : Optional.empty();
  }
}
