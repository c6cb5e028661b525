package dev.gitopsbinding.plan.rule;

import dev.gitopsbinding.api.v1alpha1.status.LastPush;
import dev.gitopsbinding.api.v1alpha1.status.ManifestStatus;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.model.image.ImageVersion;
import dev.gitopsbinding.plan.Action;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.Rule;
import dev.gitopsbinding.plan.Step;
import dev.gitopsbinding.plan.proposal.ProposalMemory;
import dev.gitopsbinding.plan.rollback.RollbackMemory;
import java.util.List;
import java.util.Optional;

/**
 * Notes that a proposed tag is in the manifest, by whose merge ever: from then on it counts as
 * pushed. Whether another tag is desired by now does not matter.
 */
final class LandedProposalRule implements Rule {
  @Override
  public Optional<Step> apply(Observation observation) {
    return ProposalMemory.ifProposing(observation)
        .filter(known -> observation.require(Questions.MANIFEST).holds(known.tag()))
        .filter(known -> !isNoted(observation, known.tag()))
        .map(
            known ->
                new Action.NoteLanded(
                    new ImageVersion(
                        known.tag(),
                        null,
                        RollbackMemory.commitOf(observation, known.tag()).orElse(null)),
                    imagesBefore(observation),
                    known.rollback()));
  }

  private static boolean isNoted(Observation observation, String tag) {
    LastPush last = observation.status().lastPush();
    Binding binding = observation.binding();
    return last != null
        && tag.equals(last.toTag())
        && binding.file().equals(last.file())
        && binding.selection().equals(last.selection());
  }

  private static List<String> imagesBefore(Observation observation) {
    ManifestStatus before = observation.status().manifest();
    return before == null || before.image() == null
        ? List.of()
        : List.of(before.image().split(", "));
  }
}
