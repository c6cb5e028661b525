package dev.gitopsbinding.status.proposal;

import dev.gitopsbinding.api.v1alpha1.status.proposal.ProposedStatus;
import dev.gitopsbinding.api.v1alpha1.status.proposal.PullRequestStatus;
import dev.gitopsbinding.binding.push.PushTarget;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.pullrequest.PullRequest;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import dev.gitopsbinding.plan.proposal.ProposalMemory;
import dev.gitopsbinding.plan.proposal.ProposalQuestions;
import dev.gitopsbinding.plan.proposal.PushBranchSeen;
import dev.gitopsbinding.plan.proposal.RequestSeen;
import dev.gitopsbinding.plan.rollback.FailedRollout;
import dev.gitopsbinding.status.condition.Timestamps;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tracks in the status which tag is proposed. Pure. */
public final class ProposalTracker {
  private ProposalTracker() {}

  /** The tag that is proposed after an outcome at {@code now}; null for none. */
  public static @Nullable ProposedStatus proposed(
      Observation observation, Outcome outcome, Instant now) {
    PushTarget target = observation.binding().push();
    if (target == null) {
      return null;
    }
    ProposedStatus before = ProposalMemory.status(observation).orElse(null);
    ProposedStatus next =
        PullRequestTracker.isWaitForMerge(outcome)
            ? waiting(observation, target, now).orElseGet(() -> kept(observation, outcome, before))
            : refused(observation, outcome, target)
                .orElseGet(
                    () -> isOver(observation, target) ? null : kept(observation, outcome, before));
    return target.request() == null ? next : RefusalTracker.with(observation, target, before, next);
  }

  /** A refused tag that no status shows, because the status was lost. */
  private static Optional<ProposedStatus> refused(
      Observation observation, Outcome outcome, PushTarget target) {
    boolean held =
        outcome instanceof Outcome.Stopped(Reason reason, var _)
            && reason == Reason.PULL_REQUEST_CLOSED;
    return observation
        .desiredTag()
        .filter(tag -> held && ProposalMemory.of(observation, tag).isEmpty())
        .flatMap(
            tag ->
                PullRequestTracker.newest(observation)
                    .filter(found -> found.state() == PullRequest.State.CLOSED)
                    .map(
                        found ->
                            new ProposedStatus(
                                target.branch().branch(),
                                tag,
                                null,
                                null,
                                PullRequestTracker.proposing(found),
                                observation.binding().file(),
                                null,
                                null,
                                null,
                                null)));
  }

  /** The state of the pull request that proposed the tag, even if a newer one is open by now. */
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
        PullRequestTracker.newest(observation)
            .filter(known::isOf)
            .map(found -> PullRequestTracker.state(found.state()))
            .orElse(null);
    String state = held ? PullRequestStatus.CLOSED : seen == null ? own.state() : seen;
    return before.with(new PullRequestStatus(own.url(), own.number(), state, null));
  }

  /** The tag that the branch holds, if it is one that this sync proposes. */
  private static Optional<ProposedStatus> waiting(
      Observation observation, PushTarget target, Instant now) {
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
                    waiting(
                        observation, target, branch, tag, rollback.equals(Optional.of(tag)), now));
  }

  private static ProposedStatus waiting(
      Observation observation,
      PushTarget target,
      PushBranchSeen branch,
      String tag,
      boolean rollback,
      Instant now) {
    ProposedStatus before =
        ProposalMemory.status(observation).filter(known -> tag.equals(known.tag())).orElse(null);
    return new ProposedStatus(
        target.branch().branch(),
        tag,
        commit(observation, branch, tag),
        rollback ? true : null,
        PullRequestTracker.newest(observation).map(PullRequestTracker::proposing).orElse(null),
        observation.binding().file(),
        before == null || before.time() == null ? Timestamps.format(now) : before.time(),
        before == null || before.source() == null
            ? SourceProjector.of(observation, tag, rollback)
            : before.source(),
        mergeAsked(observation, target, branch, tag),
        null);
  }

  /**
   * The tip at which the forge was last asked to merge. Stored only if the spec asks for that: each
   * push of another binding to the branch changes it, which costs a status write.
   */
  private static @Nullable String mergeAsked(
      Observation observation, PushTarget target, PushBranchSeen branch, String tag) {
    if (target.request() == null || !target.request().autoMerge()) {
      return null;
    }
    CommitSha tip = branch.tip();
    boolean asked =
        observation.known(ProposalQuestions.PULL_REQUEST).filter(RequestSeen::written).isPresent();
    return asked && tip != null
        ? tip.hex()
        : ProposalMemory.of(observation)
            .filter(known -> known.tag().equals(tag))
            .filter(known -> PullRequestTracker.newest(observation).filter(known::isOf).isPresent())
            .map(ProposalMemory::mergeAsked)
            .map(CommitSha::hex)
            .orElse(null);
  }

  /**
   * The tip at which the tag was first seen. It stays while other bindings push to the same branch,
   * to save status writes.
   */
  private static @Nullable String commit(
      Observation observation, PushBranchSeen branch, String tag) {
    ProposalMemory known = ProposalMemory.of(observation).orElse(null);
    PullRequest newest = PullRequestTracker.newest(observation).orElse(null);
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

  /** Whether the manifest holds the tag, and nothing is left to do about its branch. */
  private static boolean isOver(Observation observation, PushTarget target) {
    ProposalMemory known = ProposalMemory.of(observation).orElse(null);
    if (known == null) {
      return observation.status().proposed() != null;
    }
    return PullRequestTracker.hasLanded(observation, known)
        && (target.request() == null
            || known.number() == null
            || (!observation.binding().previews() && isAnswered(observation, known)));
  }

  /**
   * Whether the forge has answered that the pull request of the tag has ended. If it did not
   * answer, or has not noticed the merge yet, the next sync asks again, so that the merged branch
   * can be deleted. Another open pull request belongs to others, who need the branch.
   */
  private static boolean isAnswered(Observation observation, ProposalMemory known) {
    Fact<RequestSeen> request = observation.fact(ProposalQuestions.PULL_REQUEST);
    return request instanceof Fact.Known
        && PullRequestTracker.newest(observation)
            .filter(found -> known.isOf(found) && found.state() == PullRequest.State.OPEN)
            .isEmpty()
        && !(observation.fact(ProposalQuestions.PUSH_BRANCH) instanceof Fact.Unavailable);
  }
}
