package dev.gitopsbinding.plan.rule;

import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Rule;
import dev.gitopsbinding.plan.Step;
import dev.gitopsbinding.plan.proposal.MergedBranchPolicy;
import java.util.Optional;

/**
 * Deletes the branch of a merged pull request, if all of it is the operator's. It prevents nothing:
 * if the forge or the host does not answer, the sync goes on without it.
 */
final class MergedBranchRule implements Rule {
  @Override
  public Optional<Step> apply(Observation observation) {
    return MergedBranchPolicy.step(observation);
  }
}
