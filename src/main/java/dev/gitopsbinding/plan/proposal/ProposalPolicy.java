package dev.gitopsbinding.plan.proposal;

import dev.gitopsbinding.binding.Binding;
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
  private final Binding binding;
  private final PushTarget target;
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
    this.binding = observation.binding();
    this.target = target;
    this.messages = new ProposalMessages(binding, target, version.tag());
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
    return target == null || !ProposalMemory.proposes(observation.binding())
        ? Optional.empty()
        : new ProposalPolicy(observation, version, rollback, takeback, target).step();
  }

  private Optional<Step> step() {
    return Ask.unlessKnown(observation, ProposalQuestions.PUSH_BRANCH)
        .or(
            () ->
                target.request() == null
                    ? Optional.empty()
                    : Ask.unlessKnown(observation, ProposalQuestions.PULL_REQUEST))
        .or(this::judge);
  }

  private Optional<Step> judge() {
    PushBranchSeen branch = observation.require(ProposalQuestions.PUSH_BRANCH);
    if (target.request() == null) {
      return withoutRequest(branch);
    }
    PullRequest newest = observation.require(ProposalQuestions.PULL_REQUEST).newest();
    return refusedBefore(branch, newest)
        .or(
            () ->
                newest == null
                    ? (holds(branch) ? Optional.of(propose(null)) : changedByOthers(branch))
                    : switch (newest.state()) {
                      case OPEN -> open(branch, newest);
                      case CLOSED -> closed(branch, newest);
                      case MERGED -> merged(branch, newest);
                    });
  }

  private Optional<Step> withoutRequest(PushBranchSeen branch) {
    if (!holds(branch)) {
      return changedByOthers(branch);
    }
    return branch.contained()
        ? landed(ProposalQuestions.PUSH_BRANCH)
        : Optional.of(messages.awaitMerge());
  }

  private Optional<Step> open(PushBranchSeen branch, PullRequest request) {
    if (!holds(branch)) {
      return changedByOthers(branch, request);
    }
    if (isUntold(request)) {
      return Optional.of(propose(request));
    }
    // A push brings the base branch in; forges say so too while they examine a push.
    boolean conflicts = request.conflicted() && branch.lags();
    return conflicts && branch.own()
        ? Optional.empty()
        : Optional.of(messages.awaitMerge(request, conflicts));
  }

  /** Only after a change: who removes a section from the text is not overruled at every look. */
  private boolean isUntold(PullRequest request) {
    boolean told =
        memory()
            .filter(known -> known.isOf(request) && known.tag().equals(version.tag()))
            .isPresent();
    return !told
        && !observation.require(ProposalQuestions.PULL_REQUEST).written()
        && !proposes(request);
  }

  private Optional<Step> closed(PushBranchSeen branch, PullRequest request) {
    if (!observation.requested() && wasAbout(branch, request)) {
      return Optional.of(messages.closed(request));
    }
    return another(branch, request);
  }

  private Optional<Step> merged(PushBranchSeen branch, PullRequest request) {
    return readAgain(ProposalQuestions.PULL_REQUEST)
        .or(() -> wasAbout(branch, request) ? takeback.apply(observation) : Optional.empty())
        .or(() -> another(branch, request));
  }

  /**
   * Another pull request follows an ended one. It does not bring what the ended one held once more:
   * the branch begins anew, unless somebody else has committed to it. Forges refuse one for a
   * branch that the base contains: a push goes on top of it first.
   */
  private Optional<Step> another(PushBranchSeen branch, PullRequest ended) {
    if (holds(branch) && !branch.contained()) {
      return Optional.of(propose(ended));
    }
    CommitSha tip = branch.tip();
    return tip != null && branch.holdsOnlyOwn() && branch.deletable() && tip.equals(ended.head())
        ? Optional.of(new Action.DeleteBranch(tip))
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
   * A hold that the newest pull request, which may be another binding's, says nothing of. If that
   * was opened before this binding looked, its own has ended all the same, and the base lacks the
   * tag. A branch that holds the tag nevertheless is told of: who merges it lands the tag.
   */
  private Optional<Step> refusedBefore(PushBranchSeen branch, @Nullable PullRequest newest) {
    return memory()
        .filter(known -> known.tag().equals(version.tag()) && !observation.requested())
        .filter(known -> newest == null || !(known.isOf(newest) || proposes(newest)))
        .filter(
            known ->
                known.refused() || (newest != null && known.number() != null && !holds(branch)))
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

  /** A person who has replaced the proposed tag on the branch has the last word. */
  private Optional<Step> changedByOthers(PushBranchSeen branch) {
    return isChanged(branch) ? Optional.of(messages.changed()) : Optional.empty();
  }

  private Optional<Step> changedByOthers(PushBranchSeen branch, PullRequest request) {
    return isChanged(branch) ? Optional.of(messages.changed(request)) : Optional.empty();
  }

  private boolean isChanged(PushBranchSeen branch) {
    return !branch.own()
        && branch.tip() != null
        && !observation.requested()
        && memory().filter(known -> known.tag().equals(version.tag())).isPresent();
  }

  private Optional<ProposalMemory> memory() {
    return ProposalMemory.of(observation);
  }

  private boolean holds(PushBranchSeen branch) {
    return branch.holds(version.tag(), binding.image().pinned());
  }

  /** Whether the section of the binding in the text of a pull request is about the tag. */
  private boolean proposes(PullRequest request) {
    return new RequestSections(request.body())
        .tagOf(binding.id())
        .filter(version.tag()::equals)
        .isPresent();
  }

  /** The same; if the section is gone, by what the branch holds. */
  private boolean wasAbout(PushBranchSeen branch, PullRequest request) {
    Optional<String> told = new RequestSections(request.body()).tagOf(binding.id());
    boolean sameTip = branch.tip() != null && branch.tip().equals(request.head());
    return told.map(version.tag()::equals).orElse(sameTip && holds(branch));
  }

  private Step propose(@Nullable PullRequest newest) {
    boolean ask =
        !rollback
            && binding.tellsContents()
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
    return new Action.Propose(version, images, contents, rollback, newest);
  }
}
