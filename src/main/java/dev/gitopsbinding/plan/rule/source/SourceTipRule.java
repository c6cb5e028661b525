package dev.gitopsbinding.plan.rule.source;

import dev.gitopsbinding.plan.Ask;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.Rule;
import dev.gitopsbinding.plan.Step;
import java.util.Optional;

/** Reads the source tip, so that the following rules know the desired tag. */
public final class SourceTipRule implements Rule {
  @Override
  public Optional<Step> apply(Observation observation) {
    return Ask.unlessKnown(observation, Questions.SOURCE_TIP);
  }
}
