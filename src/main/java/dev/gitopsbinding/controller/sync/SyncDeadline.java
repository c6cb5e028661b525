package dev.gitopsbinding.controller.sync;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The moment until which one sync may wait. */
public record SyncDeadline(Clock clock, Instant moment) {
  static SyncDeadline in(Clock clock, Duration timeout) {
    return new SyncDeadline(clock, clock.instant().plus(timeout));
  }

  /** What is left, at least one millisecond so that a last step can still fail with its reason. */
  public Duration left() {
    Duration left = Duration.between(clock.instant(), moment);
    return left.isPositive() ? left : Duration.ofMillis(1);
  }
}
