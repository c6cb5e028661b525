package dev.gitopsbinding.controller.sync.proposal;

import dev.gitopsbinding.api.v1alpha1.status.AwaitedSubject;
import dev.gitopsbinding.controller.sync.WaitSchedule;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.proposal.ProposalMemory;
import java.time.Clock;
import java.time.Instant;

/**
 * Says how old an answer about a merge may be. While the binding waits, its schedule decides; an
 * event in between, such as a change of the target, asks no host. Once the manifest holds the tag,
 * an answer from before the merge is of no use.
 *
 * @param clock a monotonic clock
 */
record MergeLook(WaitSchedule waits, Clock clock) {
  /** A read must have been made at this moment or later. */
  Instant notBefore(Observation observation) {
    AwaitedSubject awaiting = observation.status().awaiting();
    String subject = awaiting == null ? null : awaiting.subject();
    boolean waitsForMerge =
        awaiting != null && Reason.AWAITING_MERGE.text().equals(awaiting.reason());
    boolean early =
        waitsForMerge
            && subject != null
            && !hasLanded(observation)
            && !waits.lookIsDue(observation, Reason.AWAITING_MERGE, subject);
    return early ? observation.notBefore() : clock.instant();
  }

  private static boolean hasLanded(Observation observation) {
    return ProposalMemory.of(observation)
        .flatMap(
            known ->
                observation
                    .known(Questions.MANIFEST)
                    .filter(manifest -> manifest.holds(known.tag())))
        .isPresent();
  }
}
