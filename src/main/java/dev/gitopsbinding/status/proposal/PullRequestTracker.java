package dev.gitopsbinding.status.proposal;

import dev.gitopsbinding.api.v1alpha1.status.proposal.PullRequestStatus;
import dev.gitopsbinding.binding.push.PushTarget;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.pullrequest.PullRequest;
import dev.gitopsbinding.model.text.OneLine;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.proposal.ProposalMemory;
import dev.gitopsbinding.plan.proposal.ProposalQuestions;
import dev.gitopsbinding.plan.proposal.RequestSeen;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tracks the state of the newest pull request in the status. Pure. */
public final class PullRequestTracker {
  /** One less than the schema allows, for an ellipsis. */
  private static final int MAX_NOTE = 1023;

  private PullRequestTracker() {}

  /**
   * The pull request after an outcome. One that others have opened for the same branch does not
   * belong to the binding until it holds its tag.
   */
  public static @Nullable PullRequestStatus pullRequest(Observation observation, Outcome outcome) {
    PushTarget target = observation.binding().push();
    if (target == null || target.request() == null) {
      return null;
    }
    PullRequestStatus before = observation.status().pullRequest();
    PullRequest newest = newest(observation).orElse(null);
    if (newest == null) {
      return before;
    }
    boolean isOurs =
        isWaitForMerge(outcome)
            || (before != null && Long.valueOf(newest.number()).equals(before.number()))
            || ProposalMemory.hasSection(newest, observation);
    return isOurs
        ? new PullRequestStatus(
            newest.url(), newest.number(), state(newest.state()), note(observation, newest, before))
        : ended(observation, before);
  }

  /** The last pull request, which has ended: others have opened a newer one for the branch. */
  private static @Nullable PullRequestStatus ended(
      Observation observation, @Nullable PullRequestStatus before) {
    if (before == null) {
      return null;
    }
    boolean merged =
        ProposalMemory.of(observation)
            .filter(known -> Objects.equals(known.number(), before.number()))
            .filter(known -> hasLanded(observation, known))
            .isPresent();
    return merged
        ? new PullRequestStatus(
            before.url(), before.number(), PullRequestStatus.MERGED, before.note())
        : before;
  }

  private static @Nullable String note(
      Observation observation, PullRequest newest, @Nullable PullRequestStatus before) {
    RequestSeen seen = observation.require(ProposalQuestions.PULL_REQUEST);
    if (seen.written()) {
      return seen.notes().isEmpty() ? null : OneLine.of(String.join(" ", seen.notes()), MAX_NOTE);
    }
    return before != null && Long.valueOf(newest.number()).equals(before.number())
        ? before.note()
        : null;
  }

  static boolean isWaitForMerge(Outcome outcome) {
    return outcome instanceof Outcome.Waiting(Reason reason, var _, var _)
        && reason == Reason.AWAITING_MERGE;
  }

  static boolean hasLanded(Observation observation, ProposalMemory known) {
    return observation
        .known(Questions.MANIFEST)
        .filter(seen -> seen.holds(known.tag()))
        .isPresent();
  }

  /** The status of a pull request, without its note: only the status of the newest one has it. */
  public static PullRequestStatus proposing(PullRequest request) {
    return new PullRequestStatus(request.url(), request.number(), state(request.state()), null);
  }

  /** The newest one from the branch of the binding, if it is known. */
  public static Optional<PullRequest> newest(Observation observation) {
    return observation
        .known(ProposalQuestions.PULL_REQUEST)
        .flatMap(seen -> Optional.ofNullable(seen.newest()));
  }

  static String state(PullRequest.State state) {
    return switch (state) {
      case OPEN -> PullRequestStatus.OPEN;
      case MERGED -> PullRequestStatus.MERGED;
      case CLOSED -> PullRequestStatus.CLOSED;
    };
  }
}
