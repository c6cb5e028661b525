package dev.gitopsbinding.status;

import dev.gitopsbinding.api.v1alpha1.BindingCondition;
import dev.gitopsbinding.api.v1alpha1.ConditionType;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus.AwaitedImage;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus.LastPush;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus.ManifestStatus;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus.RunningStatus;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus.SourceStatus;
import dev.gitopsbinding.api.v1alpha1.Reason;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.PushResult;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.plan.Binding;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.ManifestSeen;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes the status of a binding from what was observed and what came of it. Pure. */
public final class StatusProjector {
  private StatusProjector() {}

  /** The status after a sync that ended at {@code now}. */
  public static GitOpsBindingStatus project(Observation observation, Outcome outcome, Instant now) {
    Binding binding = observation.binding();
    GitOpsBindingStatus before = observation.status();
    var rollout = new RolloutAssessment(binding, observation.workload());
    SourceStatus source = source(observation, now);
    Optional<String> desiredTag =
        Optional.ofNullable(source)
            .map(SourceStatus::commit)
            .map(commit -> binding.image().tagFormat().tagOf(new CommitSha(commit)));

    Optional<AwaitedImage> awaiting = ImageWait.after(observation, outcome, now);
    List<Verdict> verdicts = new ArrayList<>(ready(binding.path().value(), outcome, awaiting));
    verdicts.add(rollout.assess(desiredTag));
    return new GitOpsBindingStatus(
        binding.generation(),
        handledRequest(observation, outcome),
        source,
        manifest(observation, outcome),
        rollout.runningImage().map(RunningStatus::new).orElse(null),
        lastPush(observation, outcome),
        awaiting.orElse(null),
        Conditions.merge(before.conditions(), verdicts, binding.generation(), now));
  }

  /** The status of a binding whose spec cannot be read. */
  public static GitOpsBindingStatus projectUnreadable(
      GitOpsBindingStatus before, long generation, Failure failure, Instant now) {
    List<Verdict> verdicts = new ArrayList<>(stopped(failure.reason(), failure.message()));
    verdicts.add(
        new Verdict(
            ConditionType.ROLLED_OUT,
            ConditionStatus.UNKNOWN,
            Reason.DESIRED_TAG_UNKNOWN,
            "Not known while Ready is False (%s).".formatted(failure.reason().text())));
    return new GitOpsBindingStatus(
        generation,
        before.lastHandledRequestedAt(),
        before.source(),
        before.manifest(),
        before.running(),
        before.lastPush(),
        null,
        Conditions.merge(before.conditions(), verdicts, generation, now));
  }

  /** The reason of the condition Ready, if there is one that this version knows. */
  public static Optional<Reason> readyReason(GitOpsBindingStatus status) {
    return Conditions.find(status.conditions(), ConditionType.READY)
        .map(BindingCondition::reason)
        .flatMap(Reason::of);
  }

  private static List<Verdict> ready(
      String subject, Outcome outcome, Optional<AwaitedImage> awaiting) {
    return switch (outcome) {
      case Outcome.Kept(String tag) -> List.of(upToDate(subject, tag));
      case Outcome.Pushed(String tag, var push) -> List.of(upToDate(subject, tag));
      case Outcome.InFlight(String tag) ->
          stopped(
              Reason.PUSH_IN_PROGRESS,
              "The push of tag %s was sent, and its result is not known yet.".formatted(tag));
      case Outcome.AwaitingImage(String image) ->
          stopped(
              Reason.IMAGE_NOT_FOUND,
              "%s is not in its registry, looked for since %s. %s"
                  .formatted(
                      image,
                      awaiting.map(AwaitedImage::since).orElseThrow(),
                      Reason.IMAGE_NOT_FOUND.cure()));
      case Outcome.Stopped(Reason reason, String message) -> stopped(reason, message);
    };
  }

  private static Verdict upToDate(String subject, String tag) {
    return new Verdict(
        ConditionType.READY,
        ConditionStatus.TRUE,
        Reason.UP_TO_DATE,
        "%s holds tag %s.".formatted(subject, tag));
  }

  private static List<Verdict> stopped(Reason reason, String message) {
    boolean unknown = reason == Reason.SUSPENDED || reason == Reason.PUSH_IN_PROGRESS;
    var ready =
        new Verdict(
            ConditionType.READY,
            unknown ? ConditionStatus.UNKNOWN : ConditionStatus.FALSE,
            reason,
            message);
    return switch (reason.handling()) {
      case DONE, HELD -> List.of(ready);
      case WAITING, RETRIED -> List.of(ready, abnormal(ConditionType.RECONCILING, ready));
      case STALLED -> List.of(ready, abnormal(ConditionType.STALLED, ready));
    };
  }

  private static Verdict abnormal(ConditionType type, Verdict ready) {
    return new Verdict(type, ConditionStatus.TRUE, ready.reason(), ready.message());
  }

  /** A request stays open while it is retried, so that what it asked for is not forgotten. */
  private static String handledRequest(Observation observation, Outcome outcome) {
    boolean handled =
        switch (outcome) {
          case Outcome.Kept kept -> true;
          case Outcome.Pushed pushed -> true;
          case Outcome.InFlight inFlight -> false;
          case Outcome.AwaitingImage awaiting -> false;
          case Outcome.Stopped(Reason reason, String message) ->
              switch (reason.handling()) {
                case STALLED, HELD -> reason != Reason.SUSPENDED;
                case DONE, WAITING, RETRIED -> false;
              };
        };
    return handled
        ? observation.binding().requestedAt().orElse(observation.status().lastHandledRequestedAt())
        : observation.status().lastHandledRequestedAt();
  }

  private static SourceStatus source(Observation observation, Instant now) {
    SourceStatus before = observation.status().source();
    RemoteBranch branch = observation.binding().source().branch();
    String url = branch.url().toString();
    boolean same =
        before != null && url.equals(before.url()) && branch.branch().equals(before.branch());
    if (!(observation.source() instanceof Fact.Known<CommitSha>(var commit, var _))) {
      return same ? before : null;
    }
    return same && commit.hex().equals(before.commit())
        ? before
        : new SourceStatus(branch.branch(), commit.hex(), Timestamps.format(now), url);
  }

  /**
   * A tip that moved for other reasons is no news: while the file holds the same and Ready stays
   * True, the status keeps the tip that it was written from.
   */
  private static ManifestStatus manifest(Observation observation, Outcome outcome) {
    Binding binding = observation.binding();
    String branch = binding.manifest().branch().branch();
    ManifestStatus before = observation.status().manifest();
    if (outcome instanceof Outcome.Pushed(String tag, var push)) {
      return new ManifestStatus(
          branch, push.tip().hex(), binding.image().tagged(tag), binding.file());
    }
    boolean same = before != null && binding.file().equals(before.file());
    return observation
        .manifest()
        .known()
        .map(
            seen -> {
              var after =
                  new ManifestStatus(branch, seen.tip().hex(), seen.shown(), binding.file());
              boolean noNews =
                  same && stillReady(observation, outcome) && after.image().equals(before.image());
              return noNews ? before : after;
            })
        .orElse(same ? before : null);
  }

  private static boolean stillReady(Observation observation, Outcome outcome) {
    GitOpsBindingStatus before = observation.status();
    boolean sameSpec =
        before.observedGeneration() != null
            && before.observedGeneration() == observation.binding().generation();
    return sameSpec
        && outcome instanceof Outcome.Kept
        && readyReason(before).equals(Optional.of(Reason.UP_TO_DATE));
  }

  /** The status with a push noted that ended after the sync that sent it, and nothing else. */
  public static GitOpsBindingStatus withPush(
      GitOpsBindingStatus before, Binding pushedFor, String tag, PushResult.Pushed push) {
    return new GitOpsBindingStatus(
        before.observedGeneration(),
        before.lastHandledRequestedAt(),
        before.source(),
        before.manifest(),
        before.running(),
        lastPush(pushedFor, tag, push),
        before.awaiting(),
        before.conditions());
  }

  private static LastPush lastPush(Observation observation, Outcome outcome) {
    return outcome instanceof Outcome.Pushed(String tag, var push)
        ? lastPush(observation.binding(), tag, push)
        : observation.status().lastPush();
  }

  private static LastPush lastPush(Binding binding, String tag, PushResult.Pushed push) {
    List<String> from =
        push.replaced().stream()
            .flatMap(image -> ManifestSeen.tagOf(image).stream())
            .distinct()
            .toList();
    return new LastPush(
        push.commit().hex(),
        from.isEmpty() ? null : String.join(", ", from),
        tag,
        Timestamps.format(push.at()),
        binding.file(),
        binding.selection());
  }
}
