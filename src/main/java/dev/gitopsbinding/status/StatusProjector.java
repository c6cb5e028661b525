package dev.gitopsbinding.status;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.AwaitedSubject;
import dev.gitopsbinding.api.v1alpha1.status.BindingCondition;
import dev.gitopsbinding.api.v1alpha1.status.DeployedTag;
import dev.gitopsbinding.api.v1alpha1.status.ManifestStatus;
import dev.gitopsbinding.api.v1alpha1.status.RunningStatus;
import dev.gitopsbinding.api.v1alpha1.status.SourceStatus;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Binding.Location;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import dev.gitopsbinding.status.condition.ConditionDraft;
import dev.gitopsbinding.status.condition.ConditionDrafts;
import dev.gitopsbinding.status.condition.Conditions;
import dev.gitopsbinding.status.condition.Suspension;
import dev.gitopsbinding.status.condition.Timestamps;
import dev.gitopsbinding.status.history.DeploymentHistory;
import dev.gitopsbinding.status.memory.PreviewMemory;
import dev.gitopsbinding.status.memory.PushMemory;
import dev.gitopsbinding.status.memory.RollbackTracker;
import dev.gitopsbinding.status.memory.TroubleMemory;
import dev.gitopsbinding.status.memory.WaitTracker;
import dev.gitopsbinding.status.proposal.ProposalTracker;
import dev.gitopsbinding.status.proposal.PullRequestTracker;
import dev.gitopsbinding.status.rollout.DesiredTag;
import dev.gitopsbinding.status.rollout.RolloutAssessment;
import dev.gitopsbinding.status.rollout.RolloutMemory;
import dev.gitopsbinding.status.rollout.Written;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes the status of a binding from an observation and an outcome. Pure. */
public final class StatusProjector {
  private StatusProjector() {}

  /** The status after a sync that ended at {@code now}. */
  public static GitOpsBindingStatus project(Observation observation, Outcome outcome, Instant now) {
    Binding binding = observation.binding();
    GitOpsBindingStatus before = observation.status();
    SourceStatus source = source(observation, now);
    String desiredTag = DesiredTag.of(observation, outcome, source);

    AwaitedSubject awaiting = WaitTracker.next(observation, outcome, now).orElse(null);
    ManifestStatus manifest = manifest(observation, outcome);
    var rollout = new RolloutAssessment(binding, observation.workload(), manifest);
    HandledRequest request = HandledRequest.after(observation, outcome);
    ConditionDrafts drafts = drafts(observation, outcome, awaiting);
    ConditionDraft rolledOut =
        rollout.assess(desiredTag, Written.of(desiredTag, manifest), drafts.ready());
    List<BindingCondition> conditions =
        drafts.complete(rolledOut, before, binding.generation(), now);
    var after =
        new GitOpsBindingStatus(
            binding.generation(),
            request.handled(),
            request.pending(),
            source,
            manifest,
            rollout.runningImage().map(RunningStatus::new).orElse(null),
            PushMemory.lastPush(observation, outcome),
            RolloutChanges.remember(
                PushMemory.landed(observation, outcome),
                before.landed(),
                desiredTag,
                rolledOut,
                binding.notifies() || binding.reports()),
            awaiting,
            TroubleMemory.next(before, conditions),
            conditions,
            RollbackTracker.next(observation, outcome, manifest),
            before.history(),
            before.rollouts(),
            PreviewMemory.next(observation, outcome),
            PullRequestTracker.pullRequest(observation, outcome),
            ProposalTracker.proposed(observation, outcome, now),
            before.nextAttempt());
    // The history costs no write of its own; the target shows later since when a rollout is over.
    return after.equals(before)
        ? after
        : after.withHistory(history(observation, outcome, rollout, after, now));
  }

  private static ConditionDrafts drafts(
      Observation observation, Outcome outcome, @Nullable AwaitedSubject awaiting) {
    return outcome instanceof Outcome.Stopped(Reason reason, var message)
            && reason == Reason.SUSPENDED
        ? Suspension.drafts(observation.status(), message)
        : ConditionDrafts.of(List.of(), ReadyCondition.of(observation, outcome, awaiting));
  }

  private static List<DeployedTag> history(
      Observation observation,
      Outcome outcome,
      RolloutAssessment rollout,
      GitOpsBindingStatus after,
      Instant now) {
    Instant committed =
        observation
            .desiredTag()
            .map(
                tag ->
                    PushMemory.committed(
                        tag,
                        observation.binding(),
                        observation.known(Questions.CONTENTS).orElse(null)))
            .orElse(null);
    return new DeploymentHistory(observation, outcome, rollout::rolloutOf, now)
        .next(after.lastPush(), after.source(), committed);
  }

  /**
   * The status of a binding whose spec cannot be read. A suspended binding stays suspended until a
   * spec is read that resumes it.
   *
   * @param requestedAt the value of the annotation that asks for a sync, if it is set; this was the
   *     attempt
   */
  public static GitOpsBindingStatus projectUnreadable(
      GitOpsBindingStatus before,
      long generation,
      @Nullable String requestedAt,
      Failure failure,
      Instant now) {
    ConditionDrafts drafts =
        ConditionDrafts.of(
            Suspension.mark(before).stream().toList(),
            ReadyCondition.stopped(failure.reason(), failure.message()));
    List<BindingCondition> conditions =
        drafts.complete(RolloutAssessment.unknown(drafts.ready()), before, generation, now);
    return new GitOpsBindingStatus(
        generation,
        requestedAt == null ? before.lastHandledRequestedAt() : requestedAt,
        null,
        before.source(),
        before.manifest(),
        before.running(),
        before.lastPush(),
        before.landed(),
        null,
        null,
        conditions,
        before.rollback(),
        before.history(),
        RolloutMemory.ended(before.rollouts(), now),
        null,
        before.pullRequest(),
        before.proposed(),
        null);
  }

  private static @Nullable SourceStatus source(Observation observation, Instant now) {
    SourceStatus before = observation.status().source();
    Location location = observation.binding().sourceLocation().orElse(null);
    if (location == null) {
      return PromotedSource.project(observation, now);
    }
    RemoteBranch branch = location.branch();
    String url = branch.url().toString();
    boolean same =
        before != null
            && url.equals(before.url())
            && branch.branch().equals(before.branch())
            && CommitSha.parse(before.commit()).isPresent();
    SourceStatus known = same ? before : null;
    CommitSha tip = observation.known(Questions.SOURCE_TIP).orElse(null);
    return tip == null || (known != null && tip.hex().equals(known.commit()))
        ? known
        : new SourceStatus(branch.branch(), tip.hex(), Timestamps.format(now), url);
  }

  /**
   * If only unrelated commits moved the tip and Ready stays True, the old tip stays in the status,
   * to save a status write. The old tip must be known to be still in the branch.
   */
  private static @Nullable ManifestStatus manifest(Observation observation, Outcome outcome) {
    Binding binding = observation.binding();
    String branch = binding.manifest().branch().branch();
    ManifestStatus before = observation.status().manifest();
    if (outcome instanceof Outcome.Pushed(String tag, var push)) {
      return PlacesStatus.pushed(observation, PushMemory.version(observation, outcome, tag), push);
    }
    ManifestStatus known = before != null && binding.file().equals(before.file()) ? before : null;
    ManifestSeen seen = observation.known(Questions.MANIFEST).orElse(null);
    if (seen == null) {
      return known;
    }
    boolean noNews =
        known != null
            && !seen.rewritten()
            && stillReady(observation, outcome)
            && seen.shown().equals(known.image());
    return noNews
        ? known
        : new ManifestStatus(
            branch, seen.tip().hex(), seen.shown(), binding.file(), PlacesStatus.of(seen));
  }

  private static boolean stillReady(Observation observation, Outcome outcome) {
    GitOpsBindingStatus before = observation.status();
    boolean sameSpec =
        Objects.equals(before.observedGeneration(), observation.binding().generation());
    return sameSpec
        && outcome instanceof Outcome.Kept
        && Conditions.readyReason(before).equals(Optional.of(Reason.UP_TO_DATE));
  }
}
