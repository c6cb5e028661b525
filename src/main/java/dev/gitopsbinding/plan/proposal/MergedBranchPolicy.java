package dev.gitopsbinding.plan.proposal;

import dev.gitopsbinding.binding.push.PushTarget;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.pullrequest.PullRequest;
import dev.gitopsbinding.plan.Action;
import dev.gitopsbinding.plan.Ask;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Question;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.Step;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether the branch of a pull request is deleted once the base branch holds its tag. Only
 * if the forge says that just this tip was merged, and the operator made the branch and what it
 * held.
 */
public final class MergedBranchPolicy {
  private MergedBranchPolicy() {}

  /** What is to be asked or done first; empty if nothing is, or if it cannot be found out. */
  public static Optional<Step> step(Observation observation) {
    PushTarget target = observation.binding().push();
    return target == null || target.request() == null
        ? Optional.empty()
        : ProposalMemory.ifProposing(observation)
            .filter(known -> known.number() != null)
            .filter(known -> observation.require(Questions.MANIFEST).holds(known.tag()))
            .flatMap(known -> step(observation, known));
  }

  private static Optional<Step> step(Observation observation, ProposalMemory known) {
    if (isNotAsked(observation, ProposalQuestions.PULL_REQUEST)) {
      return Optional.of(new Ask(ProposalQuestions.PULL_REQUEST));
    }
    PullRequest merged =
        observation
            .known(ProposalQuestions.PULL_REQUEST)
            .flatMap(seen -> Optional.ofNullable(seen.newest()))
            .filter(newest -> known.isOf(newest) && newest.state() == PullRequest.State.MERGED)
            .orElse(null);
    if (merged == null) {
      return Optional.empty();
    }
    if (isNotAsked(observation, ProposalQuestions.PUSH_BRANCH)) {
      return Optional.of(new Ask(ProposalQuestions.PUSH_BRANCH));
    }
    return observation
        .known(ProposalQuestions.PUSH_BRANCH)
        .filter(_ -> new RequestSections(merged.body()).isMade())
        .filter(branch -> branch.deletable() && isTip(branch, merged.head()))
        .filter(branch -> branch.holdsOnlyOwn() || isTip(branch, known.commit()))
        .flatMap(branch -> Optional.ofNullable(branch.tip()))
        .map(Action.DeleteBranch::new);
  }

  private static boolean isNotAsked(Observation observation, Question<?> question) {
    return observation.fact(question) instanceof Fact.NotAsked;
  }

  private static boolean isTip(PushBranchSeen branch, @Nullable CommitSha commit) {
    return commit != null && commit.equals(branch.tip());
  }
}
