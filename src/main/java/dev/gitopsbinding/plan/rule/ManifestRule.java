package dev.gitopsbinding.plan.rule;

import dev.gitopsbinding.plan.Ask;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.Rule;
import dev.gitopsbinding.plan.Step;
import java.util.Optional;

/** Reads the manifest file, so that the following rules know what it holds. */
final class ManifestRule implements Rule {
  @Override
  public Optional<Step> apply(Observation observation) {
    return Ask.unlessKnown(observation, Questions.MANIFEST);
  }
}
