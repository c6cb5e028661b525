package dev.gitopsbinding.net.share;

import java.time.Duration;

/**
 * The moment until which something may take, on the JVM's monotonic clock. Code that waits is given
 * a limit or, for a single wait, what {@link #remaining()} says. {@link BoundedCall} enforces a
 * limit from outside.
 *
 * @param nanoTime the moment, as of {@link System#nanoTime()}
 */
public record TimeLimit(long nanoTime) {
  /** The moment after {@code duration} from now. */
  public static TimeLimit in(Duration duration) {
    return new TimeLimit(System.nanoTime() + duration.toNanos());
  }

  /** The time that is left, never negative. */
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
  }

  /** Whether no time is left. */
  public boolean expired() {
    return nanoTime - System.nanoTime() <= 0;
  }

  /** This limit, or the moment after {@code grace} from now if that is later. */
  public TimeLimit orAtLeast(Duration grace) {
    TimeLimit other = in(grace);
    return other.nanoTime - nanoTime > 0 ? other : this;
  }
}
