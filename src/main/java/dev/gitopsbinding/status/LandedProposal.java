package dev.gitopsbinding.status;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.DeployedTag;
import dev.gitopsbinding.api.v1alpha1.status.LastPush;
import dev.gitopsbinding.api.v1alpha1.status.proposal.ProposedStatus;
import dev.gitopsbinding.model.change.PushResult;
import dev.gitopsbinding.model.pullrequest.PullRequest;
import dev.gitopsbinding.plan.Action;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.proposal.ProposalMemory;
import dev.gitopsbinding.status.condition.Timestamps;
import dev.gitopsbinding.status.memory.PushMemory;
import dev.gitopsbinding.status.proposal.PullRequestTracker;
import dev.gitopsbinding.status.proposal.SourceProjector;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A proposed tag whose merge was noticed. What is known of it was known when it was pushed, often
 * days before. Pure.
 *
 * @param proposed what the status says of it
 */
public record LandedProposal(ProposedStatus proposed) {

  /** The status that knows of it as of a push, by the commit that brought it, at {@code now}. */
  public static GitOpsBindingStatus note(
      Observation observation, Action.NoteLanded landed, Instant now) {
    return of(observation, landed)
        .noted(
            observation,
            landed,
            new PushResult.Pushed(landed.by(), landed.by(), landed.replaced(), now));
  }

  /** The tag that an action notes; the status may not show the last push yet. */
  private static LandedProposal of(Observation observation, Action.NoteLanded landed) {
    String tag = landed.version().tag();
    return new LandedProposal(
        ProposalMemory.status(observation)
            .filter(known -> tag.equals(known.tag()))
            .orElseGet(() -> unrecorded(observation, tag, landed.rollback())));
  }

  /** Pushed and merged within one sync. */
  private static ProposedStatus unrecorded(Observation observation, String tag, boolean rollback) {
    ProposedStatus before = ProposalMemory.status(observation).orElse(null);
    PullRequest newest = PullRequestTracker.newest(observation).orElse(null);
    return new ProposedStatus(
        Objects.requireNonNull(observation.binding().push(), "a rule plans it").branch().branch(),
        tag,
        null,
        rollback ? true : null,
        newest == null
            ? before == null ? null : ProposalMemory.requestOf(observation, before)
            : PullRequestTracker.proposing(newest),
        observation.binding().file(),
        null,
        SourceProjector.of(observation, tag, rollback),
        null,
        before == null ? null : before.refused());
  }

  private GitOpsBindingStatus noted(
      Observation observation, Action.NoteLanded landed, PushResult.Pushed push) {
    GitOpsBindingStatus before = observation.status();
    GitOpsBindingStatus after =
        PushMemory.withPush(
            before,
            observation.binding(),
            landed.version(),
            push,
            SourceProjector.imageFound(proposed.source()),
            SourceProjector.contents(proposed.source(), landed.replaced()).orElse(null),
            landed.rollback());
    LastPush last = Objects.requireNonNull(after.lastPush(), "it was added");
    return after
        .withLastPush(last.withMergedAfter(mergedAfter(before.history())))
        .withProposed(proposed);
  }

  /**
   * The earliest time of the merge: when the tag was first seen on its branch, or the last failure
   * of an earlier tag if that is later. A target may show that failure for a moment after the
   * merge; it must not count as a failure of this tag.
   */
  private @Nullable String mergedAfter(List<DeployedTag> history) {
    return Optional.ofNullable(proposed.time())
        .flatMap(Timestamps::parse)
        .map(
            time ->
                Stream.concat(Stream.of(time), lastFailure(history).stream())
                    .max(Instant::compareTo)
                    .map(Timestamps::format)
                    .orElseThrow())
        .orElse(null);
  }

  private static Optional<Instant> lastFailure(List<DeployedTag> history) {
    return history.stream()
        .findFirst()
        .map(DeployedTag::failed)
        .flatMap(Timestamps::parse)
        .map(failed -> failed.plusSeconds(1));
  }
}
