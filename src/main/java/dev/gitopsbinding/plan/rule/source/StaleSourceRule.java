package dev.gitopsbinding.plan.rule.source;

import dev.gitopsbinding.api.v1alpha1.status.ManifestStatus;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Source;
import dev.gitopsbinding.plan.Ask;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Question;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.Rule;
import dev.gitopsbinding.plan.Step;
import java.util.Optional;

/**
 * If the file holds a tag that the status does not know and the source was read before the file, a
 * newer leader may have written the tag of a newer tip. The source, or the state of the followed
 * binding, is read again before the tag is overwritten.
 */
public final class StaleSourceRule implements Rule {
  @Override
  public Optional<Step> apply(Observation observation) {
    String holds = observation.require(Questions.MANIFEST).shown();
    ManifestStatus manifest = observation.status().manifest();
    boolean isInStatus = manifest != null && holds.equals(manifest.image());
    return isInStatus || !observation.sourceIsOlder()
        ? Optional.empty()
        : Optional.of(new Ask(source(observation.binding())));
  }

  /** For a binding that follows another one, the tip is only a copy of what that one offers. */
  private static Question<?> source(Binding binding) {
    return switch (binding.source()) {
      case Source.Branch _ -> Questions.SOURCE_TIP;
      case Source.Upstream _ -> Questions.PROMOTION;
    };
  }
}
