package dev.gitopsbinding.status;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus.AwaitedImage;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.plan.Questions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Tracks in the status since when something is waited for. Pure. */
public final class WaitTracker {
  /** How long a wait may last before it is overdue. */
  public static final Duration OVERDUE = Duration.ofMinutes(15);

  private WaitTracker() {}

  /**
   * The wait after an outcome. A wait goes on as long as its subject is waited for, by any rule. A
   * wait for an image is not interrupted by failures of other kinds; it ends when another tag is
   * desired.
   */
  static Optional<AwaitedImage> next(Observation observation, Outcome outcome, Instant now) {
    return switch (outcome) {
      case Outcome.Waiting(Reason _, String subject, String _) ->
          Optional.ofNullable(observation.status().awaiting())
              .filter(awaited -> subject.equals(awaited.image()) && awaited.since() != null)
              .map(awaited -> judged(awaited, now))
              .or(() -> Optional.of(new AwaitedImage(subject, Timestamps.format(now))));
      case Outcome.Stopped(Reason reason, String _) ->
          before(observation).filter(_ -> goesOn(observation, reason));
      case Outcome.Kept _, Outcome.Pushed _, Outcome.InFlight _ -> Optional.empty();
    };
  }

  /** How long the image was waited for, if it was found in this sync. */
  public static Optional<Duration> finished(Observation observation, Instant now) {
    return before(observation)
        .filter(_ -> observation.known(Questions.IMAGE).orElse(false))
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
        .map(AwaitedImage::since)
        .flatMap(Timestamps::parse);
  }

  /** The image that was waited for, unless another one is known to be wanted now. */
  private static Optional<AwaitedImage> before(Observation observation) {
    Binding.Image image = observation.binding().image();
    AwaitedImage awaited = observation.status().awaiting();
    if (awaited == null || awaited.image() == null || !image.check().required()) {
      return Optional.empty();
    }
    String name = awaited.image();
    boolean isWanted =
        observation
            .desiredTag()
            .map(tag -> name.equals(image.tagged(tag)))
            .orElseGet(() -> name.startsWith(image.tagged("")));
    return isWanted ? Optional.of(awaited) : Optional.empty();
  }

  /** A wait stays overdue even if a clock is set back, so that only one event reports it. */
  private static AwaitedImage judged(AwaitedImage awaited, Instant now) {
    return isOverdue(awaited) || since(awaited, now).orElse(Duration.ZERO).compareTo(OVERDUE) < 0
        ? awaited
        : new AwaitedImage(awaited.image(), awaited.since(), true);
  }

  /** Whether the wait has lasted so long that a person should look. */
  static boolean isOverdue(AwaitedImage awaited) {
    return Boolean.TRUE.equals(awaited.overdue());
  }

  private static boolean goesOn(Observation observation, Reason reason) {
    return switch (reason.handling()) {
      case RETRIED, WAITING -> !observation.known(Questions.IMAGE).orElse(false);
      case DONE, NEEDS_DECISION, STALLED -> false;
    };
  }

  private static Optional<Duration> since(AwaitedImage awaited, Instant now) {
    return Optional.ofNullable(awaited.since())
        .flatMap(Timestamps::parse)
        .map(since -> Duration.between(since, now));
  }
}
