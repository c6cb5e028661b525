package dev.gitopsbinding.reconcile;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The moment until which one sync may wait. */
public record Deadline(Clock clock, Instant moment) {
  static Deadline in(Clock clock, Duration timeout) {
    return new Deadline(clock, clock.instant().plus(timeout));
  }

  /** What is left, at least one millisecond so that a last step can still fail with its reason. */
  public Duration left() {
    Duration left = Duration.between(clock.instant(), moment);
    return left.isPositive() ? left : Duration.ofMillis(1);
  }
}
