package dev.gitopsbinding.git.store.read;

import dev.gitopsbinding.model.Failure;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * What is known about the history of a branch, beside its tip. Any thread may call the getters.
 *
 * <p>A read that needs older commits fails if the host fails: without them, the revert of a person
 * would be overwritten. If the requested number of commits is too large, the next read requests
 * fewer.
 */
public final class CopyHistory {
  /** Commits: one batch of a thousand bindings, and as many commits of others. */
  static final int DEPTH = 2_000;

  /** Little more than a tip: a host that sends the tip in time sends these commits in time too. */
  private static final int MIN_DEPTH_AFTER_TIMEOUT = 20;

  private static final int REDUCTION = 10;

  /**
   * Timeouts before fewer commits are requested. Before each of them the host sent the tip, so the
   * host is reachable and the number of commits is the cause.
   */
  private static final int MAX_TIMEOUTS = 2;

  private volatile int depth = DEPTH;
  private volatile int timeouts;
  private volatile boolean deep;
  private volatile BranchLine line = new BranchLine();

  /** Kept when the copy is replaced: if a new copy has the same tip, the line goes on. */
  private volatile @Nullable ObjectId last;

  /** Whether a fetch of older commits is possible, and was not made yet. */
  public boolean canDeepen() {
    return !deep && depth > 1;
  }

  /** How many commits a fetch requests, at least 1. */
  public int depth() {
    return depth;
  }

  /** The current line; while it stays the same, no commit left the branch. */
  public BranchLine line() {
    return line;
  }

  /** The last known tip, also of an earlier copy; empty if none was read yet. */
  public Optional<ObjectId> last() {
    return Optional.ofNullable(last);
  }

  /** The branch points at {@code tip}. */
  public void seen(ObjectId tip) {
    last = tip;
  }

  /** The copy was deleted; the next one holds the tip only. */
  public void reset() {
    deep = false;
  }

  /** Older commits were fetched. */
  public void deepened() {
    deep = true;
  }

  /**
   * A fetch of older commits failed. If they exceed the limit of received bytes, a repetition
   * cannot help: the depth is reduced down to the tip alone. Called by one thread at a time.
   */
  public void couldNotDeepen(Failure failure) {
    switch (failure.reason()) {
      case RECEIVED_TOO_MUCH -> reduceDepth(1);
      case TIMED_OUT, CACHE_FULL -> {
        int times = timeouts + 1;
        timeouts = times;
        if (times == MAX_TIMEOUTS) {
          reduceDepth(MIN_DEPTH_AFTER_TIMEOUT);
        }
      }
      default -> {
        // Not caused by the number of commits.
      }
    }
  }

  private void reduceDepth(int min) {
    depth = Math.min(depth, Math.max(min, depth / REDUCTION));
    timeouts = 0;
  }

  /** The branch points at a commit that does not descend from the last tip, as far as is known. */
  public void broken() {
    line = new BranchLine();
  }
}
