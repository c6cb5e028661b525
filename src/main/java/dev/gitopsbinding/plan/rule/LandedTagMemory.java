package dev.gitopsbinding.plan.rule;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.ConditionType;
import dev.gitopsbinding.api.v1alpha1.status.LandedTag;
import dev.gitopsbinding.api.v1alpha1.status.LastPush;
import dev.gitopsbinding.api.v1alpha1.status.ManifestStatus;
import dev.gitopsbinding.api.v1alpha1.status.SourceStatus;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a status remembers of the desired tag. The memory counts for one file and one selection of
 * images, even if other fields of the spec change.
 */
final class LandedTagMemory {
  private LandedTagMemory() {}

  /** Whether the file held the desired tag before, by the status. */
  static boolean wasHeld(Observation observation) {
    GitOpsBindingStatus status = observation.status();
    LandedTag landed = status.landed();
    return pushed(observation, status.lastPush())
        || (landed == null ? wasHeldInOlderForm(observation) : landed(observation, landed));
  }

  private static boolean pushed(Observation observation, @Nullable LastPush last) {
    return last != null
        && tag(observation).equals(last.toTag())
        && observation.binding().file().equals(last.file())
        && observation.binding().selection().equals(last.selection());
  }

  private static boolean landed(Observation observation, LandedTag landed) {
    return tag(observation).equals(landed.tag())
        && observation.binding().file().equals(landed.file())
        && observation.binding().selection().equals(landed.selection());
  }

  /** For a status of an older operator, which did not write {@code landed}. */
  private static boolean wasHeldInOlderForm(Observation observation) {
    var status = observation.status();
    ManifestStatus manifest = status.manifest();
    SourceStatus source = status.source();
    if (manifest == null || source == null || !sameFile(observation, manifest)) {
      return false;
    }
    boolean saw =
        manifest.image() != null
            && ManifestSeen.tagOf(manifest.image()).equals(observation.desiredTag());
    boolean holds =
        status.conditions().stream()
            .anyMatch(
                condition ->
                    condition.type().equals(ConditionType.READY.text())
                        && condition.reason().equals(Reason.MANIFEST_CHANGED.text()));
    String tip = observation.require(Questions.SOURCE_TIP).hex();
    return saw || (holds && tip.equals(source.commit()));
  }

  /** A status that does not name the file counts for the spec that it was made from. */
  private static boolean sameFile(Observation observation, ManifestStatus manifest) {
    Binding binding = observation.binding();
    return manifest.file() == null
        ? Objects.equals(observation.status().observedGeneration(), binding.generation())
        : manifest.file().equals(binding.file());
  }

  private static String tag(Observation observation) {
    return observation.desiredTag().orElseThrow();
  }
}
