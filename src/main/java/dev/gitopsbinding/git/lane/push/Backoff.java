package dev.gitopsbinding.git.lane.push;

import dev.gitopsbinding.net.share.TimeLimit;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** Growing delays with jitter, so that two writers do not collide repeatedly. */
final class Backoff {
  private static final long FIRST_MILLIS = 10;
  private static final long MAX_MILLIS = 200;

  private final RandomGenerator jitter;
  private long millis = FIRST_MILLIS;

  Backoff(RandomGenerator jitter) {
    this.jitter = jitter;
  }

  /** Waits, but not beyond the deadline; an interrupt ends the wait and stays set. */
  void sleep(TimeLimit deadline) {
    Duration wait = Duration.ofMillis(jitter.nextLong(millis) + 1);
    millis = Math.min(MAX_MILLIS, millis * 2);
    try {
      Thread.sleep(wait.compareTo(deadline.remaining()) < 0 ? wait : deadline.remaining());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
