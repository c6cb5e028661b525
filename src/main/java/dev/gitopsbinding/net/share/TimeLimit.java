package dev.gitopsbinding.net.share;

import java.time.Duration;

/** An end in time, on the monotonic clock. */
public record TimeLimit(long nanoTime) {
  /** The end of {@code duration} from now. */
  public static TimeLimit in(Duration duration) {
    return new TimeLimit(System.nanoTime() + duration.toNanos());
  }

  /** What is left, never negative. */
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
  }

  /** Whether nothing is left. */
  public boolean expired() {
    return nanoTime - System.nanoTime() <= 0;
  }

  /** This one, or the end of {@code grace} from now if that is later. */
  public TimeLimit orAtLeast(Duration grace) {
    TimeLimit other = in(grace);
    return other.nanoTime - nanoTime > 0 ? other : this;
  }
}
