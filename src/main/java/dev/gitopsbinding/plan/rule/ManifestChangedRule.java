package dev.gitopsbinding.plan.rule;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.ManifestPlaces;
import dev.gitopsbinding.binding.SourcePolicy;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.ShortCommits;
import dev.gitopsbinding.plan.Ask;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Plan;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.Rule;
import dev.gitopsbinding.plan.Step;
import dev.gitopsbinding.plan.fact.ManifestChange;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import dev.gitopsbinding.plan.fact.ManifestSeen.PlaceSeen;
import java.util.List;
import java.util.Optional;

/**
 * If the manifest held the desired tag and now holds something else, a person has decided so. The
 * operator writes nothing until there is a new source commit or a sync is requested.
 */
final class ManifestChangedRule implements Rule {
  @Override
  public Optional<Step> apply(Observation observation) {
    // A file that holds the tag and lacks the digest was not taken back: the spec asks for more.
    String tag = observation.desiredTag().orElseThrow();
    if (observation.requested() || observation.require(Questions.MANIFEST).holds(tag)) {
      return Optional.empty();
    }
    return LandedTagMemory.wasHeld(observation)
        ? Optional.of(findAuthorThenHold(observation))
        : holdIfOwnPushLanded(observation);
  }

  /** The hold of a desired tag that is known to have landed; empty if a sync is requested. */
  static Optional<Step> holdUnlessRequested(Observation observation) {
    return observation.requested()
        ? Optional.empty()
        : Optional.of(findAuthorThenHold(observation));
  }

  /** If the status of a push may have been lost, the history of the branch shows the push. */
  private static Optional<Step> holdIfOwnPushLanded(Observation observation) {
    if (!observation.inDoubt()) {
      return Optional.empty();
    }
    return Ask.unlessKnown(observation, Questions.OWN_COMMIT)
        .or(() -> observation.ownLanded().map(_ -> findAuthorThenHold(observation)));
  }

  private static Step findAuthorThenHold(Observation observation) {
    return Ask.unlessKnown(observation, Questions.MANIFEST_CHANGE)
        .orElseGet(() -> hold(observation));
  }

  /** Which source commit ends the hold. */
  private static String next(SourcePolicy policy) {
    return (policy.paths() == null ? "" : " that touches spec.source.paths")
        + (policy.looksBack()
            ? policy.paths() == null ? " that has its image" : " and has its image"
            : "");
  }

  private static Plan.Stop hold(Observation observation) {
    ManifestChange change = observation.require(Questions.MANIFEST_CHANGE);
    Binding binding = observation.binding();
    String desired = observation.desiredTag().orElseThrow();
    String tag = ShortCommits.in(desired);
    List<PlaceSeen> changed = observation.require(Questions.MANIFEST).without(desired);
    String message =
        "On hold: %s set %s in place of tag %s in %s (commit %s%s)%s. It stays until the next source commit%s. To write %s now, run `kubectl annotate gitopsbinding %s -n %s --overwrite %s=$(date +%%s)`."
            .formatted(
                change.author(),
                ShortCommits.in(held(observation, changed)),
                tag,
                changed.isEmpty()
                    ? binding.places().shown()
                    : binding.places().nameOf(changed.getFirst().place()),
                change.commit().abbreviated(),
                change.exact() ? "" : " or an earlier one",
                others(binding.places(), changed),
                next(binding.policy()),
                tag,
                binding.id().name(),
                binding.id().namespace(),
                GitOpsBinding.REQUESTED_AT);
    return new Plan.Stop(Reason.MANIFEST_CHANGED, message);
  }

  private static String held(Observation observation, List<PlaceSeen> changed) {
    return changed.isEmpty()
        ? observation.require(Questions.MANIFEST).shown()
        : ManifestSeen.shown(changed.getFirst().images());
  }

  /** The message names the first changed place, with its commit, and counts the others. */
  private static String others(ManifestPlaces places, List<PlaceSeen> changed) {
    int others = changed.size() - 1;
    return others <= 0
        ? ""
        : ", and %d other%s of %d places %s not hold it either"
            .formatted(
                others, others == 1 ? "" : "s", places.all().size(), others == 1 ? "does" : "do");
  }
}
