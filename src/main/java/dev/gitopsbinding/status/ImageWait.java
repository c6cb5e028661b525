package dev.gitopsbinding.status;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus.AwaitedImage;
import dev.gitopsbinding.api.v1alpha1.Reason;
import dev.gitopsbinding.plan.Binding;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How long an image is waited for, which the status keeps. Pure. */
public final class ImageWait {
  private ImageWait() {}

  /** A wait goes on through faults that come between, and ends with the tag that it was for. */
  static Optional<AwaitedImage> after(Observation observation, Outcome outcome, Instant now) {
    Optional<AwaitedImage> before = before(observation);
    return switch (outcome) {
      case Outcome.AwaitingImage(String image) ->
          before
              .filter(awaited -> awaited.image().equals(image))
              .or(() -> Optional.of(new AwaitedImage(image, Timestamps.format(now))));
      case Outcome.Stopped(Reason reason, String _) ->
          before.filter(_ -> goesOn(observation, reason));
      case Outcome.Kept _, Outcome.Pushed _, Outcome.InFlight _ -> Optional.empty();
    };
  }

  /** How long an image was waited for that was found in this sync. */
  public static Optional<Duration> ended(Observation observation, Instant now) {
    return before(observation)
        .filter(_ -> observation.imageExists().known().orElse(false))
        .flatMap(awaited -> since(awaited, now));
  }

  /**
   * How long an image is waited for already, zero if none is. By a clock that somebody may set, so
   * it is good for pauses alone.
   */
  public static Duration length(GitOpsBindingStatus status, Instant now) {
    return Optional.ofNullable(status.awaiting())
        .flatMap(awaited -> since(awaited, now))
        .orElse(Duration.ZERO);
  }

  /** The image that was waited for, if it is the one that is wanted still, as far as is known. */
  private static Optional<AwaitedImage> before(Observation observation) {
    Binding.Image image = observation.binding().image();
    return Optional.ofNullable(observation.status().awaiting())
        .filter(awaited -> image.check().required() && awaited.image() != null)
        .filter(
            awaited ->
                observation
                    .desiredTag()
                    .map(tag -> awaited.image().equals(image.tagged(tag)))
                    .orElseGet(() -> awaited.image().startsWith(image.tagged(""))));
  }

  private static boolean goesOn(Observation observation, Reason reason) {
    return switch (reason.handling()) {
      case RETRIED, WAITING -> !observation.imageExists().known().orElse(false);
      case DONE, HELD, STALLED -> false;
    };
  }

  private static Optional<Duration> since(AwaitedImage awaited, Instant now) {
    return Optional.ofNullable(awaited.since())
        .flatMap(Timestamps::parse)
        .map(since -> Duration.between(since, now));
  }
}
