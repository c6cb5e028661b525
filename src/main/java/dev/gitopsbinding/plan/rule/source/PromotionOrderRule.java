package dev.gitopsbinding.plan.rule.source;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Plan;
import dev.gitopsbinding.plan.Promotion;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.Rule;
import dev.gitopsbinding.plan.Step;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Holds a commit that the followed binding rolled out before the one that is deployed here: it went
 * back. By the order in which it rolled commits out, as far as its status remembers them. Unless a
 * sync is requested.
 */
public final class PromotionOrderRule implements Rule {
  @Override
  public Optional<Step> apply(Observation observation) {
    return !observation.requested()
            && observation.known(Questions.PROMOTION).orElse(null) instanceof Promotion.Offer offer
        ? deployed(observation, offer)
            .filter(offer::isBefore)
            .map(deployed -> hold(observation, offer, offer.rolledOut().get(deployed)))
        : Optional.empty();
  }

  /** The position in the list of the newest commit that is or was deployed here. */
  private static Optional<Integer> deployed(Observation observation, Promotion.Offer offer) {
    Set<String> tags = new HashSet<>(observation.landedTags());
    observation.require(Questions.MANIFEST).images().stream()
        .flatMap(image -> ManifestSeen.tagOf(image).stream())
        .forEach(tags::add);
    return offer.newestOf(tags, observation);
  }

  private static Plan.Stop hold(
      Observation observation, Promotion.Offer offer, CommitSha deployed) {
    BindingId id = observation.binding().id();
    return new Plan.Stop(
        Reason.SOURCE_REWOUND,
        "On hold: GitOpsBinding %s went back to commit %s, which it had rolled out before %s, which is deployed here. It stays until that rolls out another commit. To write tag %s now, run `kubectl annotate gitopsbinding %s -n %s --overwrite %s=$(date +%%s)`."
            .formatted(
                observation.binding().upstream().orElseThrow().binding(),
                offer.commit().hex(),
                deployed.hex(),
                observation.desiredTag().orElseThrow(),
                id.name(),
                id.namespace(),
                GitOpsBinding.REQUESTED_AT));
  }
}
