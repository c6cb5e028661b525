package dev.gitopsbinding.controller.sync.proposal;

import dev.gitopsbinding.api.v1alpha1.status.AwaitedSubject;
import dev.gitopsbinding.api.v1alpha1.status.ConditionType;
import dev.gitopsbinding.api.v1alpha1.status.ManifestStatus;
import dev.gitopsbinding.controller.sync.fact.WaitSchedule;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import dev.gitopsbinding.plan.proposal.ProposalMemory;
import dev.gitopsbinding.plan.rollback.FailedRollout;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * Says how old an answer about a branch and its pull request may be. The newest one is needed where
 * a tag may be pushed that nobody knows yet, and once when a merge was noticed. While the binding
 * waits for the merge, its schedule decides; while it is on hold, an answer may be as old as that
 * about any branch. So an event in between, such as a change of the target, asks no host.
 *
 * @param clock a monotonic clock
 */
record MergeLook(WaitSchedule waits, Clock clock) {
  /** A read must have been made at this moment or later. */
  Instant notBefore(Observation observation) {
    return isDue(observation) ? clock.instant() : observation.notBefore();
  }

  private boolean isDue(Observation observation) {
    if (observation.requested()) {
      return true;
    }
    ProposalMemory known = ProposalMemory.of(observation).orElse(null);
    if (known == null) {
      return !isStopped(observation);
    }
    return holds(observation, known.tag())
        ? !heldBefore(observation, known.tag())
        : isUnknown(observation) || waitIsOver(observation);
  }

  /** Whether a branch that others have filled stops the binding, as it is. */
  private static boolean isStopped(Observation observation) {
    return observation.status().conditions().stream()
        .filter(condition -> condition.type().equals(ConditionType.READY.text()))
        .filter(
            condition ->
                Objects.equals(condition.observedGeneration(), observation.binding().generation()))
        .anyMatch(condition -> condition.reason().equals(Reason.INVALID_SPEC.text()));
  }

  private static boolean holds(Observation observation, String tag) {
    return observation.known(Questions.MANIFEST).filter(seen -> seen.holds(tag)).isPresent();
  }

  /** Whether an earlier sync has seen the merge, and so has asked since. */
  private static boolean heldBefore(Observation observation, String tag) {
    ManifestStatus before = observation.status().manifest();
    return before != null
        && before.image() != null
        && Arrays.stream(before.image().split(", "))
            .allMatch(image -> ManifestSeen.tagOf(image).equals(Optional.of(tag)));
  }

  /**
   * Whether the tag that may be pushed next is in no status: the rollback's, or the desired one.
   */
  private static boolean isUnknown(Observation observation) {
    return FailedRollout.of(observation)
        .map(FailedRollout::lastCompleted)
        .filter(_ -> observation.desiredTag().isEmpty())
        .or(observation::desiredTag)
        .filter(tag -> ProposalMemory.of(observation, tag).isEmpty())
        .isPresent();
  }

  private boolean waitIsOver(Observation observation) {
    AwaitedSubject awaiting = observation.status().awaiting();
    if (awaiting == null || awaiting.subject() == null) {
      return false;
    }
    return Reason.AWAITING_MERGE.text().equals(awaiting.reason())
        && waits.lookIsDue(observation, Reason.AWAITING_MERGE, awaiting.subject());
  }
}
