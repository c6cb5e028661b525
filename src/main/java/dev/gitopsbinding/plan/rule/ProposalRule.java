package dev.gitopsbinding.plan.rule;

import dev.gitopsbinding.model.image.ImageVersion;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Rule;
import dev.gitopsbinding.plan.Step;
import dev.gitopsbinding.plan.proposal.ProposalPolicy;
import java.util.Optional;

/**
 * Where the binding pushes to a branch of its own: waits for the merge if that branch holds the
 * desired tag, and sees to its pull request. It stands before the rules that ask forges and
 * registries about a commit: they were asked before the tag was pushed.
 */
final class ProposalRule implements Rule {
  @Override
  public Optional<Step> apply(Observation observation) {
    String tag = observation.desiredTag().orElseThrow();
    return ProposalPolicy.before(
        observation,
        new ImageVersion(
            tag, observation.desiredDigest().orElse(null), observation.selected().orElseThrow()),
        false,
        ManifestChangedRule::holdUnlessRequested);
  }
}
