package dev.gitopsbinding.plan.proposal;

import dev.gitopsbinding.api.v1alpha1.status.ManifestStatus;
import dev.gitopsbinding.binding.push.PushTarget;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.image.ImageVersion;
import dev.gitopsbinding.model.pullrequest.PullRequest;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Questions;
import java.util.Optional;

/**
 * What is seen and remembered of one tag that a binding would push to a branch: the predicates that
 * {@link ProposalPolicy} decides by. Pure.
 *
 * @param version the tag
 * @param branch what the branch holds
 */
record ProposalSeen(
    Observation observation, PushTarget target, ImageVersion version, PushBranchSeen branch) {

  /** What the status remembers of the tag. */
  Optional<ProposalMemory> memory() {
    return ProposalMemory.of(observation, version.tag());
  }

  /** Whether the branch holds the tag. */
  boolean isOnBranch() {
    return branch.holds(version.tag(), observation.binding().image().pinned());
  }

  /** Whether the section of the binding in the text of a pull request is about the tag. */
  boolean isProposedBy(PullRequest request) {
    return sectionTag(request).filter(version.tag()::equals).isPresent();
  }

  /** The same of one that has ended; if the section is gone, by what the branch holds. */
  boolean wasProposedBy(PullRequest request) {
    boolean sameTip = branch.tip() != null && branch.tip().equals(request.head());
    return sectionTag(request).map(version.tag()::equals).orElse(sameTip && isOnBranch());
  }

  private Optional<String> sectionTag(PullRequest request) {
    return new RequestSections(request.body()).tagOf(observation.binding().id());
  }

  /**
   * Whether the binding's part is to be written into the text of an open pull request. Only after a
   * change: who removes a section is not overruled at every look.
   */
  boolean isSectionOutdated(PullRequest request) {
    return !isWritten()
        && (wasWrittenTo(request)
            ? isProposedBy(request) && baseHasChanged()
            : !isProposedBy(request));
  }

  /** Whether the status says that the tag was written into the text of the pull request. */
  private boolean wasWrittenTo(PullRequest request) {
    return memory().filter(known -> known.isOf(request)).isPresent();
  }

  private boolean isWritten() {
    return observation.require(ProposalQuestions.PULL_REQUEST).written();
  }

  /** The text says which tag is replaced, and somebody has written another one since. */
  private boolean baseHasChanged() {
    ManifestStatus before = observation.status().manifest();
    return before != null
        && before.image() != null
        && observation.binding().file().equals(before.file())
        && !before.image().equals(observation.require(Questions.MANIFEST).shown());
  }

  /**
   * Whether the forge is to be asked again to merge by itself: some forges forget that at each
   * push, also at one of another binding. Not for what people have pushed.
   */
  boolean isMergeForgotten(PullRequest request) {
    CommitSha tip = branch.tip();
    return target.request() != null
        && target.request().autoMerge()
        && branch.own()
        && tip != null
        && !isWritten()
        && memory()
            .filter(known -> known.isOf(request) && !tip.equals(known.mergeAsked()))
            .isPresent();
  }

  /** Whether somebody has replaced the proposed tag on the branch, which the operator respects. */
  boolean isReplacedByOthers() {
    return !isOnBranch()
        && !branch.own()
        && branch.tip() != null
        && !observation.requested()
        && memory().isPresent();
  }

  /**
   * Whether the branch holds what others made and never proposed for this base, as far as is known:
   * a pull request would bring that, too.
   */
  boolean isFilledByOthers() {
    return branch.tip() != null
        && !branch.own()
        && !branch.contained()
        && ProposalMemory.status(observation).isEmpty()
        && PushSeen.of(observation).isEmpty();
  }

  /** Whether a push of the operator made the branch, by what ended pull requests say. */
  boolean isMadeByOperator(PullRequest ended) {
    return new RequestSections(ended.body()).isMade();
  }

  /** Whether the text of a pull request has sections of other bindings. */
  boolean isSharedIn(PullRequest request) {
    return new RequestSections(request.body())
        .entries().stream().anyMatch(entry -> !entry.binding().equals(observation.binding().id()));
  }
}
