package dev.gitopsbinding.plan.rule;

import dev.gitopsbinding.model.image.ImageVersion;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Rule;
import dev.gitopsbinding.plan.Step;
import dev.gitopsbinding.plan.proposal.ProposalMemory;
import dev.gitopsbinding.plan.proposal.ProposalPolicy;
import java.util.Optional;

/**
 * Where the binding pushes to a branch of its own: waits for the merge if that branch holds the
 * desired tag, and keeps its pull request up to date. A tag that is proposed or refused already is
 * judged before the rules that ask forges and registries about a commit: they were asked before the
 * tag was pushed. Any other tag is judged behind them, so that nobody looks at the branch as long
 * as nothing can be pushed.
 */
final class ProposalRule implements Rule {
  private final boolean onlyKnown;

  private ProposalRule(boolean onlyKnown) {
    this.onlyKnown = onlyKnown;
  }

  /** Judges the tags that the status knows. */
  static ProposalRule ofKnownTags() {
    return new ProposalRule(true);
  }

  /** Judges all tags. */
  static ProposalRule ofAllTags() {
    return new ProposalRule(false);
  }

  @Override
  public Optional<Step> apply(Observation observation) {
    String tag = observation.desiredTag().orElseThrow();
    return onlyKnown && ProposalMemory.of(observation, tag).isEmpty()
        ? Optional.empty()
        : judge(observation, tag);
  }

  /** What is to be done in place of a push of the desired tag, which is known. */
  static Optional<Step> judge(Observation observation, String tag) {
    return ProposalPolicy.before(
        observation,
        new ImageVersion(
            tag, observation.desiredDigest().orElse(null), observation.selected().orElseThrow()),
        false,
        ManifestChangedRule::holdUnlessRequested);
  }
}
