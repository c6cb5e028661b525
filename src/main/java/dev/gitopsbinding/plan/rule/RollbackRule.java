package dev.gitopsbinding.plan.rule;

import dev.gitopsbinding.model.image.ImageVersion;
import dev.gitopsbinding.plan.Ask;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Plan;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.Rule;
import dev.gitopsbinding.plan.Step;
import dev.gitopsbinding.plan.rollback.FailedRollout;
import dev.gitopsbinding.plan.rollback.RollbackMemory;
import dev.gitopsbinding.plan.rollback.RollbackMessage;
import java.util.Optional;

/**
 * Writes the last tag whose rollout completed if the rollout of the tag in the file has failed, and
 * the spec says so. The only rule that writes an older commit by itself. It stands before the rules
 * that find the desired tag, which need not be known, and asks for the manifest itself, only where
 * all else speaks for a rollback.
 */
final class RollbackRule implements Rule {
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

  /** If a status may be lost, the branch may tell that the tag was rolled back before. */
  private static Optional<Step> rollBack(Observation observation, FailedRollout failed) {
    Optional<Step> ask =
        observation.inDoubt()
            ? Ask.unlessKnown(observation, Questions.OWN_COMMIT)
            : Optional.empty();
    return ask.or(
        () ->
            Optional.of(
                new Plan.Push(
                    lastCompleted(observation, failed),
                    observation.require(Questions.MANIFEST).images(),
                    RollbackMessage.commit(observation.binding(), failed),
                    null,
                    true)));
  }

  private static ImageVersion lastCompleted(Observation observation, FailedRollout failed) {
    String tag = failed.lastCompleted();
    return new ImageVersion(
        tag, failed.digest(), RollbackMemory.commitOf(observation, tag).orElse(null));
  }
}
