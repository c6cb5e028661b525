package dev.gitopsbinding.status.memory;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.AwaitedSubject;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.RequiredChecks;
import dev.gitopsbinding.model.CheckState;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.ImageSeen;
import dev.gitopsbinding.plan.proposal.ProposalMemory;
import dev.gitopsbinding.status.condition.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tracks in the status since when something is waited for. Pure. */
public final class WaitTracker {
  /** How long a wait may last before it is overdue. */
  public static final Duration OVERDUE = Duration.ofMinutes(15);

  private WaitTracker() {}

  /**
   * The wait after an outcome. A wait goes on as long as its subject is waited for, by any rule. It
   * is not interrupted by failures of other kinds; it ends when another tag is desired.
   */
  public static Optional<AwaitedSubject> next(
      Observation observation, Outcome outcome, Instant now) {
    return switch (outcome) {
      case Outcome.Waiting(Reason reason, String subject, String _) ->
          Optional.ofNullable(observation.status().awaiting())
              .filter(awaited -> subject.equals(awaited.awaited()))
              .map(AwaitedSubject::since)
              .map(since -> waiting(reason, subject, since))
              .map(awaited -> judged(awaited, observation.status().awaiting(), now))
              .or(() -> Optional.of(waiting(reason, subject, Timestamps.format(now))));
      case Outcome.Stopped(Reason reason, String _) ->
          before(observation).filter(awaited -> goesOn(observation, awaited, reason));
      case Outcome.Kept _, Outcome.Pushed _, Outcome.InFlight _, Outcome.Previewed _ ->
          Optional.empty();
    };
  }

  /** How long the image was waited for, if it was found in this sync. */
  public static Optional<Duration> finished(Observation observation, Instant now) {
    return before(observation)
        .filter(WaitTracker::isForImage)
        .filter(_ -> isThere(observation))
        .flatMap(awaited -> since(awaited, now));
  }

  /**
   * How long the current wait has lasted; zero if there is none. Measured by the wall clock, which
   * may be set; to be used for backoff only.
   */
  public static Duration elapsed(GitOpsBindingStatus status, Instant now) {
    return since(status).map(since -> Duration.between(since, now)).orElse(Duration.ZERO);
  }

  /** When the current wait began, if there is one. */
  public static Optional<Instant> since(GitOpsBindingStatus status) {
    return Optional.ofNullable(status.awaiting())
        .map(AwaitedSubject::since)
        .flatMap(Timestamps::parse);
  }

  /**
   * Whether the end of a wait is known, or another binding reports it, so that nothing is looked
   * for repeatedly, and it is never overdue.
   */
  public static boolean isPromotion(Reason reason) {
    return reason == Reason.SOAKING || reason == Reason.AWAITING_UPSTREAM;
  }

  /** Whether it is normal that a wait lasts long, so that it is never overdue. */
  public static boolean isPatient(Reason reason) {
    return isPromotion(reason) || reason == Reason.AWAITING_MERGE;
  }

  private static boolean isPromotion(AwaitedSubject awaited) {
    return reason(awaited).filter(WaitTracker::isPromotion).isPresent();
  }

  private static Optional<Reason> reason(AwaitedSubject awaited) {
    return Optional.ofNullable(awaited.reason()).flatMap(Reason::of);
  }

  private static boolean isForMerge(AwaitedSubject awaited) {
    return reason(awaited).equals(Optional.of(Reason.AWAITING_MERGE));
  }

  private static AwaitedSubject waiting(Reason reason, String subject, String since) {
    String image = reason == Reason.IMAGE_NOT_FOUND ? subject : null;
    return new AwaitedSubject(image, since, null, reason.text(), subject);
  }

  /** What was waited for, unless something else is known to be wanted now. */
  private static Optional<AwaitedSubject> before(Observation observation) {
    return Optional.ofNullable(observation.status().awaiting())
        .filter(awaited -> !isPromotion(awaited))
        .filter(
            awaited ->
                isForMerge(awaited)
                    ? ProposalMemory.proposes(observation.binding())
                    : isForImage(awaited)
                        ? image(observation, awaited)
                        : checks(observation, awaited));
  }

  private static boolean isForImage(AwaitedSubject awaited) {
    return awaited.reason() == null || awaited.reason().equals(Reason.IMAGE_NOT_FOUND.text());
  }

  private static boolean image(Observation observation, AwaitedSubject awaited) {
    Binding.Image image = observation.binding().image();
    String name = awaited.awaited();
    return name != null
        && image.check().required()
        && observation
            .desiredTag()
            .map(tag -> name.equals(image.tagged(tag)))
            .orElseGet(() -> name.startsWith(image.tagged("")));
  }

  private static boolean checks(Observation observation, AwaitedSubject awaited) {
    return observation.binding().checks() != null
        && observation
            .selected()
            .map(commit -> RequiredChecks.subject(commit).equals(awaited.awaited()))
            .orElse(true);
  }

  /** A wait stays overdue even if a clock is set back, so that only one event reports it. */
  private static AwaitedSubject judged(
      AwaitedSubject awaited, @Nullable AwaitedSubject before, Instant now) {
    boolean was = before != null && isOverdue(before);
    boolean is = since(awaited, now).orElse(Duration.ZERO).compareTo(OVERDUE) >= 0;
    return (was || is) && reason(awaited).filter(WaitTracker::isPatient).isEmpty()
        ? awaited.late()
        : awaited;
  }

  /** Whether the wait has lasted so long that a person should look. */
  public static boolean isOverdue(AwaitedSubject awaited) {
    return Boolean.TRUE.equals(awaited.overdue());
  }

  private static boolean goesOn(Observation observation, AwaitedSubject awaited, Reason reason) {
    return switch (reason.handling()) {
      case RETRIED, WAITING ->
          isForMerge(awaited)
              || !(isForImage(awaited) ? isThere(observation) : passed(observation));
      case DONE, NEEDS_DECISION, STALLED -> false;
    };
  }

  private static boolean isThere(Observation observation) {
    return observation.known(Questions.IMAGE).filter(ImageSeen::found).isPresent();
  }

  private static boolean passed(Observation observation) {
    return observation.known(Questions.CHECKS).orElse(null) instanceof CheckState.Passed;
  }

  private static Optional<Duration> since(AwaitedSubject awaited, Instant now) {
    return Optional.ofNullable(awaited.since())
        .flatMap(Timestamps::parse)
        .map(since -> Duration.between(since, now));
  }
}
