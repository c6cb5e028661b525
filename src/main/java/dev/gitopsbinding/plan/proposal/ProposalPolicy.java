package dev.gitopsbinding.plan.proposal;

import dev.gitopsbinding.binding.push.PushTarget;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.commit.PushContents;
import dev.gitopsbinding.model.image.ImageVersion;
import dev.gitopsbinding.model.pullrequest.PullRequest;
import dev.gitopsbinding.plan.Action;
import dev.gitopsbinding.plan.Ask;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Question;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.Step;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Decides for one tag that a binding would push to another branch than the one that it reads: what
 * comes before the push, or takes its place. Whether a tag has landed is decided by the base branch
 * alone, by other rules; the base does not hold this tag.
 */
public final class ProposalPolicy {
  private final Observation observation;
  private final ImageVersion version;
  private final boolean rollback;
  private final Takeback takeback;
  private final PushTarget target;
  private final PushBranchSeen branch;
  private final ProposalSeen seen;
  private final ProposalMessages messages;

  /** Holds a tag that landed and was taken back; empty if a sync is requested. */
  @FunctionalInterface
  public interface Takeback extends Function<Observation, Optional<Step>> {}

  private ProposalPolicy(
      Observation observation,
      ImageVersion version,
      boolean rollback,
      Takeback takeback,
      PushTarget target) {
    this.observation = observation;
    this.version = version;
    this.rollback = rollback;
    this.takeback = takeback;
    this.target = target;
    this.branch = observation.require(ProposalQuestions.PUSH_BRANCH);
    this.seen = new ProposalSeen(observation, target, version, branch);
    this.messages = new ProposalMessages(observation.binding(), target, version.tag());
  }

  /**
   * What is to be done instead of a push; empty if the push is due, or if the binding pushes to the
   * branch that it reads.
   *
   * @param version the tag that would be pushed
   * @param rollback whether it is an older one, because a rollout has failed
   * @param takeback what is done if the tag is known to have landed before
   */
  public static Optional<Step> before(
      Observation observation, ImageVersion version, boolean rollback, Takeback takeback) {
    PushTarget target = observation.binding().push();
    if (target == null || !ProposalMemory.proposes(observation.binding())) {
      return Optional.empty();
    }
    return Ask.unlessKnown(observation, ProposalQuestions.PUSH_BRANCH)
        .or(
            () ->
                target.request() == null
                    ? Optional.empty()
                    : Ask.unlessKnown(observation, ProposalQuestions.PULL_REQUEST))
        .or(() -> new ProposalPolicy(observation, version, rollback, takeback, target).judge());
  }

  private Optional<Step> judge() {
    if (target.request() == null) {
      return withoutRequest();
    }
    PullRequest newest = observation.require(ProposalQuestions.PULL_REQUEST).newest();
    return refusedBefore(newest)
        .or(
            () ->
                newest == null
                    ? first()
                    : switch (newest.state()) {
                      case OPEN -> open(newest);
                      case CLOSED -> closed(newest);
                      case MERGED -> merged(newest);
                    });
  }

  private Optional<Step> withoutRequest() {
    if (!seen.isOnBranch()) {
      return replacedByOthers(messages.changed());
    }
    return branch.contained()
        ? landed(ProposalQuestions.PUSH_BRANCH)
        : Optional.of(messages.awaitMerge());
  }

  /** There never was a pull request from the branch into the base. */
  private Optional<Step> first() {
    if (seen.isFilledByOthers()) {
      return Optional.of(messages.filled());
    }
    if (!seen.isOnBranch()) {
      return replacedByOthers(messages.changed());
    }
    return branch.contained() ? landed(ProposalQuestions.PUSH_BRANCH) : Optional.of(propose(null));
  }

  private Optional<Step> open(PullRequest request) {
    if (!seen.isOnBranch()) {
      return replacedByOthers(messages.changed(request));
    }
    if (seen.isSectionOutdated(request) || seen.isMergeForgotten(request)) {
      return Optional.of(propose(request));
    }
    // A branch that lacks nothing of the base has no conflict with it. Forges report one for a
    // moment while they examine a new push.
    boolean conflicts = request.conflicted() && branch.lags();
    return conflicts && branch.own()
        ? Optional.empty()
        : Optional.of(messages.awaitMerge(request, conflicts));
  }

  private Optional<Step> closed(PullRequest request) {
    return !observation.requested() && seen.wasProposedBy(request)
        ? Optional.of(messages.closed(request))
        : another(request);
  }

  private Optional<Step> merged(PullRequest request) {
    return readAgain(ProposalQuestions.PULL_REQUEST)
        .or(() -> seen.wasProposedBy(request) ? takeback.apply(observation) : Optional.empty())
        .or(() -> another(request));
  }

  /**
   * Another pull request follows an ended one. It does not bring what the ended one held once more,
   * such as refused tags of other bindings: the branch is deleted and begins at the base again, if
   * the operator made it and nobody else has committed to it. Forges refuse a pull request for a
   * branch that the base contains: a push goes on top of it first.
   */
  private Optional<Step> another(PullRequest ended) {
    CommitSha tip = branch.tip();
    boolean deletable =
        tip != null
            && branch.holdsOnlyOwn()
            && branch.deletable()
            && tip.equals(ended.head())
            && seen.isMadeByOperator(ended);
    boolean refusedBeside =
        ended.state() == PullRequest.State.CLOSED && seen.isSharedIn(ended) && deletable;
    if (seen.isOnBranch() && !branch.contained() && !refusedBeside) {
      return Optional.of(propose(ended));
    }
    return deletable
        ? Optional.of(new Action.DeleteBranch(Objects.requireNonNull(tip)))
        : Optional.empty();
  }

  /**
   * The tag was merged. If the base branch was read before that was known, it is read again, and
   * holds the tag; else somebody has taken it back.
   */
  private Optional<Step> landed(Question<?> evidence) {
    return readAgain(evidence).or(() -> takeback.apply(observation));
  }

  /** If the base branch was read before the merge was known, it may hold the tag by now. */
  private Optional<Step> readAgain(Question<?> evidence) {
    Instant manifest = readAt(observation.fact(Questions.MANIFEST));
    return manifest.isBefore(readAt(observation.fact(evidence)))
        ? Optional.of(new Action.ReadAgain())
        : Optional.empty();
  }

  private static Instant readAt(Fact<?> fact) {
    return fact.readAt().orElse(Instant.MIN);
  }

  /**
   * A hold after a pull request that is not the newest one, as another binding with the same branch
   * may have opened a newer one since. Either the status says that people refused the tag, or it
   * names an older pull request. That one has ended, because a branch has one open pull request at
   * a time; if it was not merged, as a fresh read of the base shows, and the branch does not hold
   * the tag, nothing proposes the tag any more.
   */
  private Optional<Step> refusedBefore(@Nullable PullRequest newest) {
    return seen.memory()
        .filter(_ -> !observation.requested())
        .filter(known -> newest == null || !(known.isOf(newest) || seen.isProposedBy(newest)))
        .filter(
            known ->
                known.refused() || (newest != null && known.number() != null && !seen.isOnBranch()))
        .flatMap(
            known ->
                (known.refused()
                        ? Optional.<Step>empty()
                        : readAgain(ProposalQuestions.PULL_REQUEST))
                    .or(
                        () ->
                            Optional.of(
                                messages.closed(Objects.requireNonNullElse(known.url(), "")))));
  }

  private Optional<Step> replacedByOthers(Step wait) {
    return seen.isReplacedByOthers() ? Optional.of(wait) : Optional.empty();
  }

  private Step propose(@Nullable PullRequest newest) {
    boolean ask =
        !rollback
            && observation.binding().showsContents()
            && observation.fact(Questions.CONTENTS) instanceof Fact.NotAsked;
    if (ask) {
      return new Ask(Questions.CONTENTS);
    }
    List<String> images = observation.require(Questions.MANIFEST).images();
    PushContents contents =
        observation
            .known(Questions.CONTENTS)
            .filter(known -> !rollback && known.replaced().equals(images))
            .orElse(null);
    return new Action.Propose(version, images, contents, rollback, newest, isMade(newest));
  }

  /**
   * Whether the description has to say that the operator made the branch: after the push that made
   * it, and where the branch outlived an ended pull request that says so. The description of an
   * open one stays as it is: a person may have removed the note.
   */
  private boolean isMade(@Nullable PullRequest newest) {
    return PushSeen.of(observation).filter(PushSeen::created).isPresent()
        || (newest != null
            && newest.state() != PullRequest.State.OPEN
            && branch.own()
            && seen.isMadeByOperator(newest)
            && isBranchOf(newest));
  }

  /**
   * Whether the branch, before this sync pushed to it, is the one of an ended pull request. Once
   * that was deleted, people may have made another one of the same name.
   */
  private boolean isBranchOf(PullRequest ended) {
    Optional<PushSeen> push = PushSeen.of(observation);
    CommitSha tip = push.isPresent() ? push.get().before() : branch.tip();
    return tip != null && tip.equals(ended.head());
  }
}
