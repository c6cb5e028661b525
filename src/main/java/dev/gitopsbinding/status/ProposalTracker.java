package dev.gitopsbinding.status;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.ProposedStatus;
import dev.gitopsbinding.api.v1alpha1.status.PullRequestStatus;
import dev.gitopsbinding.binding.push.PushTarget;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.change.PushResult;
import dev.gitopsbinding.model.pullrequest.PullRequest;
import dev.gitopsbinding.model.text.OneLine;
import dev.gitopsbinding.plan.Action;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import dev.gitopsbinding.plan.proposal.ProposalMemory;
import dev.gitopsbinding.plan.proposal.ProposalQuestions;
import dev.gitopsbinding.plan.proposal.PushBranchSeen;
import dev.gitopsbinding.plan.proposal.RequestSeen;
import dev.gitopsbinding.plan.rollback.FailedRollout;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tracks in the status what is proposed, and what became of its pull request. Pure. */
public final class ProposalTracker {
  /** One less than the schema allows, for an ellipsis. */
  private static final int MAX_NOTE = 1023;

  private ProposalTracker() {}

  /** The status that knows of a proposed tag which has landed, at {@code now}, as of a push. */
  public static GitOpsBindingStatus landed(
      Observation observation, Action.NoteLanded landed, Instant now) {
    CommitSha tip = observation.require(Questions.MANIFEST).tip();
    return PushMemory.withPush(
        observation.status(),
        observation.binding(),
        landed.version(),
        new PushResult.Pushed(tip, tip, landed.replaced(), now),
        null,
        null,
        landed.rollback());
  }

  /** The tag that is proposed after an outcome; null for none. */
  static @Nullable ProposedStatus proposed(Observation observation, Outcome outcome) {
    PushTarget target = observation.binding().push();
    if (target == null) {
      return null;
    }
    ProposedStatus before = observation.status().proposed();
    if (outcome instanceof Outcome.Waiting(Reason reason, var _, var _)
        && reason == Reason.AWAITING_MERGE) {
      return waiting(observation, target).orElseGet(() -> kept(observation, outcome, before));
    }
    return isOver(observation, target) ? null : kept(observation, outcome, before);
  }

  /** What became of the pull request of the tag, whichever is the newest one by now. */
  private static @Nullable ProposedStatus kept(
      Observation observation, Outcome outcome, @Nullable ProposedStatus before) {
    ProposalMemory known = ProposalMemory.of(observation).orElse(null);
    if (before == null || known == null) {
      return before;
    }
    PullRequestStatus own = ProposalMemory.requestOf(observation, before);
    if (own == null) {
      return before;
    }
    boolean held =
        outcome instanceof Outcome.Stopped(Reason reason, var _)
            && reason == Reason.PULL_REQUEST_CLOSED
            && observation.desiredTag().equals(Optional.of(known.tag()));
    String seen =
        newest(observation).filter(known::isOf).map(found -> state(found.state())).orElse(null);
    String state = held ? PullRequestStatus.CLOSED : seen == null ? own.state() : seen;
    return new ProposedStatus(
        before.branch(),
        before.tag(),
        before.commit(),
        before.rollback(),
        new PullRequestStatus(own.url(), own.number(), state, null));
  }

  /** The tag that the branch holds, if it is one that this sync proposes. */
  private static Optional<ProposedStatus> waiting(Observation observation, PushTarget target) {
    PushBranchSeen branch = observation.known(ProposalQuestions.PUSH_BRANCH).orElse(null);
    if (branch == null || branch.images().isEmpty()) {
      return Optional.empty();
    }
    Optional<String> rollback = FailedRollout.of(observation).map(FailedRollout::lastCompleted);
    List<Optional<String>> tags =
        branch.images().stream().map(ManifestSeen::tagOf).distinct().toList();
    return tags.size() != 1
        ? Optional.empty()
        : tags.getFirst()
            .filter(
                tag ->
                    rollback.equals(Optional.of(tag))
                        || observation.desiredTag().equals(Optional.of(tag)))
            .map(
                tag ->
                    new ProposedStatus(
                        target.branch().branch(),
                        tag,
                        commit(observation, branch, tag),
                        rollback.equals(Optional.of(tag)) ? true : null,
                        newest(observation).map(ProposalTracker::proposing).orElse(null)));
  }

  /** Without a note: the status of the newest one tells it. */
  private static PullRequestStatus proposing(PullRequest request) {
    return new PullRequestStatus(request.url(), request.number(), state(request.state()), null);
  }

  /** Pushes of other bindings to the same branch are no news of this one. */
  private static @Nullable String commit(
      Observation observation, PushBranchSeen branch, String tag) {
    ProposalMemory known = ProposalMemory.of(observation).orElse(null);
    PullRequest newest = newest(observation).orElse(null);
    Long number = newest == null ? null : newest.number();
    CommitSha commit = known == null ? null : known.commit();
    if (known != null
        && commit != null
        && known.tag().equals(tag)
        && Objects.equals(number, known.number())) {
      return commit.hex();
    }
    CommitSha tip = branch.own() ? branch.tip() : null;
    return tip == null ? null : tip.hex();
  }

  /** Whether the manifest holds the tag, and nobody has to be asked any more about its branch. */
  private static boolean isOver(Observation observation, PushTarget target) {
    ProposalMemory known = ProposalMemory.of(observation).orElse(null);
    if (known == null) {
      return observation.status().proposed() != null;
    }
    boolean landed =
        observation.known(Questions.MANIFEST).filter(seen -> seen.holds(known.tag())).isPresent();
    return landed
        && (target.request() == null
            || known.number() == null
            || (!observation.binding().previews() && isAnswered(observation)));
  }

  /**
   * A forge that did not answer, or has not noticed the merge yet, is asked again at the next sync,
   * for the sake of the branch.
   */
  private static boolean isAnswered(Observation observation) {
    Fact<RequestSeen> request = observation.fact(ProposalQuestions.PULL_REQUEST);
    return request instanceof Fact.Known
        && newest(observation).filter(found -> found.state() == PullRequest.State.OPEN).isEmpty()
        && !(observation.fact(ProposalQuestions.PUSH_BRANCH) instanceof Fact.Unavailable);
  }

  /**
   * The pull request after an outcome. One that others have opened for the same branch is none of
   * the binding's until it holds its tag.
   */
  static @Nullable PullRequestStatus pullRequest(Observation observation, Outcome outcome) {
    PushTarget target = observation.binding().push();
    if (target == null || target.request() == null) {
      return null;
    }
    PullRequestStatus before = observation.status().pullRequest();
    PullRequest newest = newest(observation).orElse(null);
    boolean waits =
        outcome instanceof Outcome.Waiting(Reason reason, var _, var _)
            && reason == Reason.AWAITING_MERGE;
    if (newest == null) {
      return before;
    }
    boolean isOurs =
        waits
            || (before != null && Long.valueOf(newest.number()).equals(before.number()))
            || ProposalMemory.isToldIn(newest, observation);
    return isOurs
        ? new PullRequestStatus(
            newest.url(), newest.number(), state(newest.state()), note(observation, newest, before))
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

  private static Optional<PullRequest> newest(Observation observation) {
    return observation
        .known(ProposalQuestions.PULL_REQUEST)
        .flatMap(seen -> Optional.ofNullable(seen.newest()));
  }

  private static String state(PullRequest.State state) {
    return switch (state) {
      case OPEN -> PullRequestStatus.OPEN;
      case MERGED -> PullRequestStatus.MERGED;
      case CLOSED -> PullRequestStatus.CLOSED;
    };
  }
}
