package dev.gitopsbinding.git;

import java.time.Duration;

/** An end in time, on the clock that nobody sets. */
record TimeLimit(long nanoTime) {
  static TimeLimit in(Duration duration) {
    return new TimeLimit(System.nanoTime() + duration.toNanos());
  }

  /** Never negative. */
  Duration remaining() {
    return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
  }

  boolean expired() {
    return nanoTime - System.nanoTime() <= 0;
  }

  /** This one, or the end of {@code grace} from now if that is later. */
  TimeLimit orAtLeast(Duration grace) {
    TimeLimit other = in(grace);
    return other.nanoTime - nanoTime > 0 ? other : this;
  }
}
