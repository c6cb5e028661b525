package dev.gitopsbinding.git.source.copy;

import dev.gitopsbinding.model.Reason;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The deepest step that fits, so that one that does not is not fetched at each sync again. It is
 * forgotten after an hour, because the host or the budgets may have room then. Times are those of
 * {@link System#nanoTime}.
 */
final class DepthLimit {
  static final Duration RETRY = Duration.ofHours(1);

  /** A timeout and a full cache may be by chance: another attempt shows. */
  private static final int MAX_ATTEMPTS = 2;

  /** A fetch that had less time says nothing about the host. */
  static final Duration FAIR = Duration.ofSeconds(30);

  private int refused = Integer.MAX_VALUE;
  private long since;
  private int attempts;

  /** The step that the attempts were for. */
  private int attempted;

  private @Nullable Long leapFailed;

  /**
   * Whether a step may be fetched in place of one before it.
   *
   * @param left how much time there is
   */
  boolean mayLeap(int step, Duration left, long now) {
    boolean hasFailed = leapFailed != null && now - leapFailed < RETRY.toNanos();
    return !hasFailed && left.compareTo(FAIR) >= 0 && allows(step, now);
  }

  /** Whether a step may be fetched. */
  boolean allows(int step, long now) {
    if (step >= refused && now - since >= RETRY.toNanos()) {
      forget();
    }
    return step < refused;
  }

  /** A step was fetched. */
  void succeeded() {
    attempts = 0;
  }

  /**
   * As {@link #failed(Reason, int, Duration, long)}. If the fetch left steps out, none are left out
   * for the next hour: whatever the cause was, a smaller fetch may succeed.
   *
   * @param from the step before the fetch
   */
  boolean failed(Reason reason, int from, int step, Duration had, long now) {
    if (step > from + 1 && reason != Reason.RATE_LIMITED) {
      leapFailed = now;
    }
    return failed(reason, step, had, now);
  }

  /**
   * A fetch of a step ended with this reason; whether the step is refused from now on.
   *
   * @param had how much time it had when the host began to answer; zero if it did not
   */
  boolean failed(Reason reason, int step, Duration had, long now) {
    boolean refuses =
        switch (reason) {
          case RECEIVED_TOO_MUCH -> true;
          case TIMED_OUT -> had.compareTo(FAIR) >= 0 && isLastAttempt(step);
          case CACHE_FULL -> isLastAttempt(step);
          // Not caused by the number of commits.
          default -> false;
        };
    if (refuses) {
      refuse(step, now);
    }
    return refuses;
  }

  /** Counts each step by itself: that a fetch of more commits was late says nothing about fewer. */
  private boolean isLastAttempt(int step) {
    attempts = step == attempted ? attempts + 1 : 1;
    attempted = step;
    return attempts >= MAX_ATTEMPTS;
  }

  /** The step is too large. */
  void refuse(int step, long now) {
    refused = Math.min(refused, step);
    since = now;
    attempts = 0;
  }

  /** The branch has another history now. */
  void forget() {
    refused = Integer.MAX_VALUE;
    attempts = 0;
    leapFailed = null;
  }
}
