package dev.gitopsbinding.plan.rule.source;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.ManifestPlace;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Plan;
import dev.gitopsbinding.plan.Rule;
import dev.gitopsbinding.plan.Step;
import java.util.Optional;

/**
 * If one branch is source and manifest, every push would make a new source commit, unless the
 * manifest files are none of the files that a source commit must touch.
 */
public final class SourceIsManifestRule implements Rule {
  @Override
  public Optional<Step> apply(Observation observation) {
    Binding binding = observation.binding();
    return isOneBranch(binding)
        ? binding
            .places()
            .firstIn(binding.policy().paths())
            .map(place -> new Plan.Stop(Reason.SOURCE_IS_MANIFEST, message(binding, place)))
        : Optional.empty();
  }

  /** Whether the operator's pushes go to the branch that it reads commits of. */
  static boolean isOneBranch(Binding binding) {
    return binding
        .sourceLocation()
        .filter(source -> source.branch().identity().equals(binding.manifest().branch().identity()))
        .isPresent();
  }

  private static String message(Binding binding, ManifestPlace place) {
    return binding.policy().paths() != null
        ? "spec.source.paths matches %s, the file of %s.path in the same %s: every push would make a new source commit. Add the file to spec.source.paths.exclude."
            .formatted(place.path(), place.field(), binding.manifest().branch())
        : "spec.source and spec.manifest name the same %s: every push would make a new source commit. %s"
            .formatted(binding.manifest().branch(), Reason.SOURCE_IS_MANIFEST.remedy());
  }
}
