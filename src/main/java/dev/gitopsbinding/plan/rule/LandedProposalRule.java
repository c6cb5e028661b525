package dev.gitopsbinding.plan.rule;

import dev.gitopsbinding.api.v1alpha1.status.LastPush;
import dev.gitopsbinding.api.v1alpha1.status.ManifestStatus;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.image.ImageVersion;
import dev.gitopsbinding.plan.Action;
import dev.gitopsbinding.plan.Ask;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.Rule;
import dev.gitopsbinding.plan.Step;
import dev.gitopsbinding.plan.fact.ManifestChange;
import dev.gitopsbinding.plan.proposal.ProposalMemory;
import dev.gitopsbinding.plan.proposal.PushSeen;
import dev.gitopsbinding.plan.rollback.RollbackMemory;
import java.util.List;
import java.util.Optional;

/**
 * Notes that a proposed tag is in the manifest, whoever merged it: from then on it counts as
 * pushed. Whether another tag is desired by now does not matter.
 */
final class LandedProposalRule implements Rule {
  @Override
  public Optional<Step> apply(Observation observation) {
    return proposed(observation)
        .filter(tag -> observation.require(Questions.MANIFEST).holds(tag.version().tag()))
        .filter(tag -> !isNoted(observation, tag.version().tag()))
        .map(
            tag ->
                observation.fact(Questions.MANIFEST_CHANGE) instanceof Fact.NotAsked
                    ? new Ask(Questions.MANIFEST_CHANGE)
                    : new Action.NoteLanded(
                        tag.version(), by(observation), imagesBefore(observation), tag.rollback()));
  }

  /** A tag that may have landed. */
  private record Proposed(ImageVersion version, boolean rollback) {}

  /** The tag of the last push, which may be merged before any status shows it. */
  private static Optional<Proposed> proposed(Observation observation) {
    return ProposalMemory.proposes(observation.binding())
        ? PushSeen.of(observation)
            .map(push -> new Proposed(push.version(), push.rollback()))
            .filter(push -> observation.require(Questions.MANIFEST).holds(push.version().tag()))
            .or(() -> remembered(observation))
        : Optional.empty();
  }

  private static Optional<Proposed> remembered(Observation observation) {
    return ProposalMemory.of(observation)
        .map(
            known ->
                new Proposed(
                    new ImageVersion(
                        known.tag(), null, commitOf(observation, known.tag()).orElse(null)),
                    known.rollback()));
  }

  private static Optional<CommitSha> commitOf(Observation observation, String tag) {
    return ProposalMemory.status(observation)
        .flatMap(proposed -> Optional.ofNullable(proposed.source()))
        .flatMap(source -> CommitSha.parse(source.commit()))
        .or(() -> RollbackMemory.commitOf(observation, tag));
  }

  /** The commit that wrote the tag; if its history is not known so far, the newest one. */
  private static CommitSha by(Observation observation) {
    return observation
        .known(Questions.MANIFEST_CHANGE)
        .filter(ManifestChange::exact)
        .map(ManifestChange::commit)
        .orElseGet(() -> observation.require(Questions.MANIFEST).tip());
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
