package dev.gitopsbinding.plan;

import dev.gitopsbinding.api.v1alpha1.ConditionType;
import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus.LastPush;
import dev.gitopsbinding.api.v1alpha1.Reason;
import dev.gitopsbinding.model.ShortCommits;
import java.util.Objects;
import java.util.Optional;

/**
 * A human has the last word: where the manifest held the desired tag and holds something else now,
 * somebody decided so, and it stays until the tip moves on or a sync is requested.
 */
final class ManifestChangedRule implements Rule {
  @Override
  public Optional<Step> apply(Observation observation) {
    if (observation.requested() || !heldDesiredTag(observation)) {
      return Optional.empty();
    }
    return Planner.need(observation.change(), Question.MANIFEST_CHANGE)
        .or(() -> Optional.of(hold(observation)));
  }

  private static boolean heldDesiredTag(Observation observation) {
    return pushed(observation) || sawOrHolds(observation);
  }

  private static boolean pushed(Observation observation) {
    LastPush last = observation.status().lastPush();
    String tag = observation.desiredTag().orElseThrow();
    return last != null
        && tag.equals(last.toTag())
        && observation.binding().file().equals(last.file())
        && observation.binding().selection().equals(last.selection());
  }

  /**
   * A push whose status was lost, or a tag that somebody else wrote, is known only by what the
   * status says of the manifest; that counts as long as the spec is the one it speaks of.
   */
  private static boolean sawOrHolds(Observation observation) {
    var status = observation.status();
    boolean sameSpec =
        Objects.equals(status.observedGeneration(), observation.binding().generation());
    if (!sameSpec || status.manifest() == null || status.source() == null) {
      return false;
    }
    boolean saw =
        Optional.ofNullable(status.manifest().image())
            .flatMap(ManifestSeen::tagOf)
            .equals(observation.desiredTag());
    boolean holds =
        status.conditions().stream()
            .anyMatch(
                condition ->
                    condition.type().equals(ConditionType.READY.text())
                        && condition.reason().equals(Reason.MANIFEST_CHANGED.text()));
    String tip = observation.source().known().orElseThrow().hex();
    return saw || (holds && tip.equals(status.source().commit()));
  }

  private static Plan.Stop hold(Observation observation) {
    ManifestChange change = observation.change().known().orElseThrow();
    Binding binding = observation.binding();
    String tag = ShortCommits.in(observation.desiredTag().orElseThrow());
    String message =
        "On hold: %s set %s in place of tag %s in %s (commit %s%s). It stays until the next source commit. To write %s now, run `kubectl annotate gitopsbinding %s -n %s --overwrite %s=$(date +%%s)`."
            .formatted(
                change.author(),
                ShortCommits.in(observation.manifest().known().orElseThrow().shown()),
                tag,
                binding.path(),
                change.commit().abbreviated(),
                change.exact() ? "" : " or an earlier one",
                tag,
                binding.id().name(),
                binding.id().namespace(),
                GitOpsBinding.REQUESTED_AT);
    return new Plan.Stop(Reason.MANIFEST_CHANGED, message);
  }
}
