package dev.gitopsbinding.net.share;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The moment until which something may take. Code that waits is given a limit or, for a single
 * wait, what {@link #remaining()} says. {@link BoundedCall} enforces a limit from outside.
 *
 * @param clock has to be monotonic: it must not follow when the machine's clock is set
 * @param end the moment, on that clock
 */
public record TimeLimit(InstantSource clock, Instant end) {
  private static final InstantSource MONOTONIC = new MonotonicClock();

  /** The moment after {@code duration} from now, on the JVM's monotonic clock. */
  public static TimeLimit in(Duration duration) {
    return in(duration, MONOTONIC);
  }

  /** The moment after {@code duration} from now, on a clock. */
  public static TimeLimit in(Duration duration, InstantSource clock) {
    return new TimeLimit(clock, clock.instant().plus(duration));
  }

  /** The time that is left, never negative. */
  public Duration remaining() {
    Duration left = Duration.between(clock.instant(), end);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Whether no time is left. */
  public boolean expired() {
    return !clock.instant().isBefore(end);
  }

  /** This limit, or the moment after {@code grace} from now if that is later. */
  public TimeLimit orAtLeast(Duration grace) {
    TimeLimit other = in(grace, clock);
    return other.end.isAfter(end) ? other : this;
  }
}
