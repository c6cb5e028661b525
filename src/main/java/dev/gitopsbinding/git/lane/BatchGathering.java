package dev.gitopsbinding.git.lane;

import dev.gitopsbinding.git.lane.ExpectedPushes.Expectation;
import dev.gitopsbinding.git.lane.read.GatheringLimits;
import dev.gitopsbinding.net.share.TimeLimit;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The wait of a queue for pushes that are expected. Used by the thread of the queue only. */
final class BatchGathering {
  private static final Duration POLL = Duration.ofMillis(2);

  private final ExpectedPushes expected;
  private final CopyNames.Copy copy;
  private final GatheringLimits limits;

  /** Until when the push that waits first waits for others; null if none waits. */
  private @Nullable TimeLimit end;

  /** Until when it waits while a push is possible and none is likely; null if one is likely. */
  private @Nullable TimeLimit grace;

  BatchGathering(ExpectedPushes expected, CopyNames.Copy copy, GatheringLimits limits) {
    this.expected = expected;
    this.copy = copy;
    this.limits = limits;
  }

  /** Forgets the wait, because no push waits any more. */
  void reset() {
    end = null;
    grace = null;
  }

  /**
   * Waits until no push is expected any more, or the time is up.
   *
   * @param interrupted whether the queue has something else to do first, such as a read that one of
   *     the expected syncs waits for
   * @return false if the wait was interrupted, and goes on with the next call
   */
  boolean await(BooleanSupplier interrupted) {
    TimeLimit last = end == null ? TimeLimit.in(limits.likely()) : end;
    end = last;
    for (Expectation next = expected.at(copy); next != Expectation.NONE; next = expected.at(copy)) {
      if (last.expired() || isGraceOver(next) || Thread.currentThread().isInterrupted()) {
        expected.settleAll(copy);
      } else if (interrupted.getAsBoolean()) {
        return false;
      } else {
        sleep();
      }
    }
    reset();
    return true;
  }

  private boolean isGraceOver(Expectation next) {
    if (next == Expectation.LIKELY) {
      grace = null;
      return false;
    }
    TimeLimit last = grace == null ? TimeLimit.in(limits.possible()) : grace;
    grace = last;
    return last.expired();
  }

  private static void sleep() {
    try {
      Thread.sleep(POLL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
