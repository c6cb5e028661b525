package dev.gitopsbinding.status;

import dev.gitopsbinding.api.v1alpha1.status.AwaitedSubject;
import dev.gitopsbinding.api.v1alpha1.status.ConditionStatus;
import dev.gitopsbinding.api.v1alpha1.status.ConditionType;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import dev.gitopsbinding.plan.fact.PathCommit;
import dev.gitopsbinding.status.condition.ConditionDraft;
import dev.gitopsbinding.status.memory.PreviewMemory;
import dev.gitopsbinding.status.memory.RollbackTracker;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The condition Ready after a sync, and what stands beside it. */
final class ReadyCondition {
  private ReadyCondition() {}

  /** The condition, and Reconciling or Stalled beside it. */
  static List<ConditionDraft> of(
      Observation observation, Outcome outcome, @Nullable AwaitedSubject awaiting) {
    return switch (outcome) {
      case Outcome.Kept(String tag) -> List.of(upToDate(observation, tag));
      case Outcome.Pushed(String tag, var _) ->
          RollbackTracker.hold(observation, outcome)
              .map(hold -> stopped(hold.reason(), hold.message()))
              .orElseGet(() -> List.of(upToDate(observation, tag)));
      case Outcome.InFlight(String tag) ->
          stopped(
              Reason.PUSH_IN_PROGRESS,
              "The push of tag %s was sent, and its result is not known yet.".formatted(tag));
      case Outcome.Waiting(Reason reason, String _, String message) ->
          stopped(
              reason,
              "Waiting since %s: %s"
                  .formatted(
                      Objects.requireNonNull(awaiting, "a wait is tracked").since(), message));
      case Outcome.Stopped(Reason reason, String message) -> stopped(reason, message);
      case Outcome.Previewed previewed ->
          stopped(Reason.PREVIEW_ONLY, PreviewMemory.message(observation.binding(), previewed));
    };
  }

  private static ConditionDraft upToDate(Observation observation, String tag) {
    return new ConditionDraft(
        ConditionType.READY,
        ConditionStatus.TRUE,
        Reason.UP_TO_DATE,
        "%s tag %s.%s%s%s"
            .formatted(
                observation.binding().places().shownWith("hold"),
                tag,
                newerOnes(observation),
                untouched(observation),
                observation.known(Questions.MANIFEST).map(ManifestSeen::markedNote).orElse("")));
  }

  /** Newer commits that are not deployed, because they have no image yet. */
  private static String newerOnes(Observation observation) {
    int newer = observation.newerCommits();
    String lacks = observation.binding().checks() == null ? "" : " with passed checks";
    return switch (newer) {
      case 0 -> "";
      case 1 -> " The newer source commit has no image%s yet.".formatted(lacks);
      default -> " The %d newer source commits have no image%s yet.".formatted(newer, lacks);
    };
  }

  /** Why it is not known which commit the tag should be of. */
  private static String untouched(Observation observation) {
    return observation.known(Questions.PATH_COMMIT).orElse(null)
            instanceof PathCommit.BeyondReach(var known)
        ? " None of the newest %d source commits touches spec.source.paths.".formatted(known)
        : "";
  }

  /** The conditions of a binding that does not hold its tag. */
  static List<ConditionDraft> stopped(Reason reason, String message) {
    var ready =
        new ConditionDraft(
            ConditionType.READY,
            reason == Reason.PUSH_IN_PROGRESS ? ConditionStatus.UNKNOWN : ConditionStatus.FALSE,
            reason,
            message);
    return switch (reason.handling()) {
      case DONE -> List.of(ready);
      case WAITING, RETRIED -> List.of(ready, abnormal(ConditionType.RECONCILING, ready));
      // kubectl wait must end for a binding on hold: nothing goes on without a person.
      case NEEDS_DECISION, STALLED -> List.of(ready, abnormal(ConditionType.STALLED, ready));
    };
  }

  private static ConditionDraft abnormal(ConditionType type, ConditionDraft ready) {
    return new ConditionDraft(type, ConditionStatus.TRUE, ready.reason(), ready.message());
  }
}
