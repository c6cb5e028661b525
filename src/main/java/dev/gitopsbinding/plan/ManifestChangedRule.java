package dev.gitopsbinding.plan;

import dev.gitopsbinding.api.v1alpha1.Reason;
import java.util.Optional;

/**
 * A human has the last word: where the manifest held the desired tag and holds something else now,
 * somebody decided so, and it stays until the tip moves on or a sync is requested.
 */
final class ManifestChangedRule implements Rule {
  @Override
  public Optional<Step> apply(Observation observation) {
    if (observation.requested()) {
      return Optional.empty();
    }
    return LandedTagMemory.tells(observation)
        ? Optional.of(whoThenHold(observation))
        : whereAPushWasLost(observation);
  }

  /** Where the status may have been lost that tells of a push, the branch's history tells of it. */
  private static Optional<Step> whereAPushWasLost(Observation observation) {
    if (!observation.inDoubt()) {
      return Optional.empty();
    }
    return Planner.need(observation.ownCommit(), Question.OWN_COMMIT)
        .or(() -> observation.ownLanded().map(_ -> whoThenHold(observation)));
  }

  private static Step whoThenHold(Observation observation) {
    return Planner.need(observation.change(), Question.MANIFEST_CHANGE)
        .orElseGet(() -> hold(observation));
  }

  private static Plan.Stop hold(Observation observation) {
    ManifestChange change = observation.change().known().orElseThrow();
    Binding binding = observation.binding();
    String message =
        "%s holds %s instead of tag %s since commit %s%s by %s. %s"
            .formatted(
                binding.path(),
                observation.manifest().known().orElseThrow().shown(),
                observation.desiredTag().orElseThrow(),
                change.commit().abbreviated(),
                change.exact() ? "" : " or an earlier one",
                change.author(),
                Reason.MANIFEST_CHANGED.cure());
    return new Plan.Stop(Reason.MANIFEST_CHANGED, message);
  }
}
