package dev.gitopsbinding.git.store;

import dev.gitopsbinding.model.Failure;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/**
 * What a lane's cache remembers of its branch's history beside the tip. Any thread may ask.
 *
 * <p>Who asks for older commits is not answered without them because a host failed: a person's
 * revert would be overwritten. Where so many are too much, fewer are asked for the next time.
 */
public final class CopyHistory {
  /** One batch of a thousand bindings, and as many commits of others. */
  static final int DEPTH = 2_000;

  /** Little more than a tip: a host that sends that in time sends these too, or is not healthy. */
  private static final int LEAST_IN_TIME = 20;

  private static final int STEP = 10;

  /** Before each of them, the host sent the tip alone; so it is not that it was away. */
  private static final int MAX_LATE = 2;

  private volatile int depth = DEPTH;
  private volatile int late;
  private volatile boolean deep;
  private volatile BranchLine line = new BranchLine();

  /** Outlives the copy: where a new one begins at the same tip, nothing left the branch. */
  private volatile Optional<ObjectId> last = Optional.empty();

  /** Whether older commits than those at hand were not asked for yet. */
  public boolean canDeepen() {
    return !deep && depth > 1;
  }

  /** How many commits to ask for. */
  public int depth() {
    return depth;
  }

  /** As long as it is the same one, no commit left the branch. */
  public BranchLine line() {
    return line;
  }

  /** The tip that was known last, also of a copy that is no more. */
  public Optional<ObjectId> last() {
    return last;
  }

  /** The branch points at {@code tip}. */
  public void seen(ObjectId tip) {
    last = Optional.of(tip);
  }

  public void beginAnew() {
    deep = false;
  }

  public void deepened() {
    deep = true;
  }

  /**
   * A fetch of so many failed. Only what is larger than may be received stays so however often it
   * is tried: in the end, what is at hand is all that there is. Used by one thread at a time.
   */
  public void couldNotDeepen(Failure failure) {
    switch (failure.reason()) {
      case RECEIVED_TOO_MUCH -> askForLess(1);
      case TIMED_OUT, CACHE_FULL -> {
        int times = late + 1;
        late = times;
        if (times == MAX_LATE) {
          askForLess(LEAST_IN_TIME);
        }
      }
      default -> {
        // It says nothing about how much was asked for.
      }
    }
  }

  private void askForLess(int least) {
    depth = Math.min(depth, Math.max(least, depth / STEP));
    late = 0;
  }

  /** The branch points at something that is not known to descend from its last tip. */
  public void broken() {
    line = new BranchLine();
  }
}
