package dev.gitopsbinding.plan.rule;

import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.image.ImageVersion;
import dev.gitopsbinding.model.pullrequest.PullRequest;
import dev.gitopsbinding.plan.Action;
import dev.gitopsbinding.plan.Ask;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Plan;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.Rule;
import dev.gitopsbinding.plan.Step;
import dev.gitopsbinding.plan.proposal.ProposalMemory;
import dev.gitopsbinding.plan.proposal.ProposalPolicy;
import dev.gitopsbinding.plan.proposal.ProposalQuestions;
import dev.gitopsbinding.plan.rollback.FailedRollout;
import dev.gitopsbinding.plan.rollback.RollbackMemory;
import dev.gitopsbinding.plan.rollback.RollbackMessage;
import dev.gitopsbinding.plan.rule.source.PromotionRule;
import dev.gitopsbinding.plan.rule.source.SelectedCommitRule;
import dev.gitopsbinding.plan.rule.source.SourcePathsRule;
import dev.gitopsbinding.plan.rule.source.SourceTipRule;
import java.util.List;
import java.util.Optional;

/**
 * Writes the last tag whose rollout completed if the rollout of the tag in the file has failed, and
 * the spec says so. The only rule that writes an older commit by itself. It comes before the rules
 * that find the desired tag, because a rollback does not need that tag: it works while the source
 * cannot be read. It asks for the manifest itself, once the status and the target show a rollout
 * that is to be rolled back.
 */
final class RollbackRule implements Rule {
  /** The rules that find the desired tag, once the manifest is known. */
  private static final List<Rule> DESIRED_TAG =
      List.of(
          new PromotionRule(),
          new SourceTipRule(),
          new SourcePathsRule(),
          new SelectedCommitRule());

  @Override
  public Optional<Step> apply(Observation observation) {
    return FailedRollout.ifInFile(observation)
        .flatMap(
            _ ->
                Ask.unlessKnown(observation, Questions.MANIFEST)
                    .or(
                        () ->
                            FailedRollout.of(observation)
                                .flatMap(failed -> rollBack(observation, failed))));
  }

  /** If a status may be lost, asks the branch first whether the tag was rolled back before. */
  private static Optional<Step> rollBack(Observation observation, FailedRollout failed) {
    Optional<Step> ask =
        observation.inDoubt()
            ? Ask.unlessKnown(observation, Questions.OWN_COMMIT)
            : Optional.empty();
    return ask.or(() -> push(observation, failed, lastCompleted(observation, failed)));
  }

  private static Optional<Step> push(
      Observation observation, FailedRollout failed, ImageVersion version) {
    if (isOvertaken(observation, failed, version)) {
      return Optional.empty();
    }
    Optional<Step> proposed =
        ProposalPolicy.before(observation, version, true, now -> takenBack(now, version));
    if (proposed.isEmpty() && isPushedOver(observation, failed, version)) {
      return Optional.empty();
    }
    return proposed.isPresent()
        ? unlessANewerTagIsWanted(observation, failed, version, proposed.get())
        : Optional.of(
            new Plan.Push(
                version,
                observation.require(Questions.MANIFEST).images(),
                RollbackMessage.commit(observation.binding(), failed),
                null,
                true));
  }

  /** Whether a newer tag waits for its merge, which fixes the rollout without a rollback. */
  private static boolean isOvertaken(
      Observation observation, FailedRollout failed, ImageVersion version) {
    return ProposalMemory.ifProposing(observation)
        .filter(known -> !known.refused() && !known.tag().equals(failed.tag()))
        .filter(known -> !known.tag().equals(version.tag()))
        .isPresent();
  }

  /**
   * Whether this sync has already pushed the newer tag to which the rollback gave way. No status
   * shows that push yet; without this check the two would be pushed over each other.
   */
  private static boolean isPushedOver(
      Observation observation, FailedRollout failed, ImageVersion version) {
    boolean ended =
        observation
            .known(ProposalQuestions.PULL_REQUEST)
            .flatMap(seen -> Optional.ofNullable(seen.newest()))
            .filter(newest -> newest.state() != PullRequest.State.OPEN)
            .isPresent();
    return !ended
        && observation
            .desiredTag()
            .filter(tag -> !tag.equals(failed.tag()) && !tag.equals(version.tag()))
            .filter(tag -> isOnBranch(observation, tag))
            .isPresent();
  }

  private static boolean isOnBranch(Observation observation, String tag) {
    return observation
        .known(ProposalQuestions.PUSH_BRANCH)
        .filter(branch -> branch.holds(tag, observation.binding().image().pinned()))
        .isPresent();
  }

  /**
   * A rollback that was merged and taken back counts as refused. Its tag may have landed long
   * before as well, when it was new.
   */
  private static Optional<Step> takenBack(Observation observation, ImageVersion version) {
    return ProposalMemory.of(observation, version.tag())
        .filter(known -> known.rollback() && !observation.requested())
        .map(_ -> new Plan.Stop(Reason.MANIFEST_CHANGED, "The rollback was taken back."));
  }

  /** A rollback that waits for its merge, or was refused, must not block a newer tag. */
  private static Optional<Step> unlessANewerTagIsWanted(
      Observation observation, FailedRollout failed, ImageVersion version, Step step) {
    return switch (step) {
      case Plan.Stop(Reason reason, var _)
          when reason == Reason.PULL_REQUEST_CLOSED || reason == Reason.MANIFEST_CHANGED ->
          Optional.empty();
      case Plan.Wait wait ->
          switch (firstOf(DESIRED_TAG, observation).orElse(null)) {
            case null -> waitUnlessNewer(observation, failed, version, wait);
            case Ask ask -> Optional.of(ask);
            case Plan _, Action _ -> Optional.of(wait);
          };
      case Plan _, Ask _, Action _ -> Optional.of(step);
    };
  }

  private static Optional<Step> firstOf(List<Rule> rules, Observation observation) {
    return rules.stream().flatMap(rule -> rule.apply(observation).stream()).findFirst();
  }

  /**
   * Waits, unless a newer tag is desired, which would fix the rollout without a rollback. One that
   * people have refused is never deployed, and does not count.
   */
  private static Optional<Step> waitUnlessNewer(
      Observation observation, FailedRollout failed, ImageVersion version, Plan.Wait wait) {
    return observation
            .desiredTag()
            .filter(tag -> !tag.equals(failed.tag()) && !tag.equals(version.tag()))
            .filter(tag -> !isRefused(observation, tag))
            .isPresent()
        ? Optional.empty()
        : Optional.of(wait);
  }

  private static boolean isRefused(Observation observation, String tag) {
    return ProposalMemory.of(observation, tag).isPresent()
        && ProposalRule.judge(observation, tag).orElse(null) instanceof Plan.Stop(Reason why, var _)
        && why == Reason.PULL_REQUEST_CLOSED;
  }

  private static ImageVersion lastCompleted(Observation observation, FailedRollout failed) {
    String tag = failed.lastCompleted();
    return new ImageVersion(
        tag, failed.digest(), RollbackMemory.commitOf(observation, tag).orElse(null));
  }
}
