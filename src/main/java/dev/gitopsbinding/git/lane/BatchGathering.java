package dev.gitopsbinding.git.lane;

import dev.gitopsbinding.git.lane.ExpectedPushes.Expectation;
import dev.gitopsbinding.model.BranchIdentity;
import dev.gitopsbinding.net.share.TimeLimit;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The wait of a queue for pushes that are expected. Used by the thread of the queue only. */
final class BatchGathering {
  /**
   * How long a push waits. A thousand syncs of one source commit take about as long on two
   * processors; a sync that takes longer, because its registry is slow, is not waited for.
   */
  private static final Duration LIMIT = Duration.ofSeconds(1);

  /**
   * How long a push waits for syncs of which nothing more is known: most hosts name the tip of a
   * source within this time, and the syncs of one that does not delay others by no more.
   */
  private static final Duration GRACE = Duration.ofMillis(100);

  private static final Duration POLL = Duration.ofMillis(2);

  private final ExpectedPushes expected;
  private final BranchIdentity branch;
  private @Nullable TimeLimit limit;

  BatchGathering(ExpectedPushes expected, BranchIdentity branch) {
    this.expected = expected;
    this.branch = branch;
  }

  /**
   * Waits until no push is expected any more, or the time is up.
   *
   * @param interrupted whether the queue has something else to do first, such as a read that one of
   *     the expected syncs waits for
   * @return false if the wait was interrupted and has to go on afterwards
   */
  boolean await(BooleanSupplier interrupted) {
    TimeLimit end = limit == null ? TimeLimit.in(LIMIT) : limit;
    limit = end;
    TimeLimit grace = null;
    for (var next = expected.at(branch); next != Expectation.NONE; next = expected.at(branch)) {
      if (interrupted.getAsBoolean()) {
        return false;
      }
      grace =
          switch (next) {
            case NONE, LIKELY -> null;
            case POSSIBLE -> grace == null ? TimeLimit.in(GRACE) : grace;
          };
      if (end.expired() || (grace != null && grace.expired()) || !pause()) {
        expected.settleAll(branch);
      }
    }
    limit = null;
    return true;
  }

  /** False if the thread was interrupted. */
  private static boolean pause() {
    try {
      Thread.sleep(POLL);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
