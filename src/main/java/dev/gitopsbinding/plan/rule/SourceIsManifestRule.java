package dev.gitopsbinding.plan.rule;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Plan;
import dev.gitopsbinding.plan.Rule;
import dev.gitopsbinding.plan.Step;
import java.util.Optional;

/** If one branch is source and manifest, every push would make a new source commit. */
final class SourceIsManifestRule implements Rule {
  @Override
  public Optional<Step> apply(Observation observation) {
    Binding binding = observation.binding();
    return binding
        .sourceLocation()
        .map(Binding.Location::branch)
        .filter(branch -> branch.identity().equals(binding.manifest().branch().identity()))
        .map(
            branch ->
                new Plan.Stop(
                    Reason.SOURCE_IS_MANIFEST,
                    "spec.source and spec.manifest name the same %s: every push would make a new source commit. %s"
                        .formatted(branch, Reason.SOURCE_IS_MANIFEST.remedy())));
  }
}
