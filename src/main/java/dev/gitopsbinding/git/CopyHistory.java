package dev.gitopsbinding.git;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jgit.lib.ObjectId;

/** What a lane's cache remembers of its branch's history beside the tip. Any thread may ask. */
final class CopyHistory {
  /** One batch of a thousand bindings, and as many commits of others. */
  static final int DEPTH = 2_000;

  /** A host that cannot send so much in time must not keep bindings from being written. */
  private static final int MAX_FAILURES = 2;

  private final AtomicInteger failures = new AtomicInteger();
  private volatile boolean deep;
  private volatile BranchLine line = new BranchLine();

  /** Outlives the copy: where a new one begins at the same tip, nothing left the branch. */
  private volatile Optional<ObjectId> last = Optional.empty();

  /** Whether older commits than those at hand were not asked for yet. */
  boolean canDeepen() {
    return !deep && failures.get() < MAX_FAILURES;
  }

  /** As long as it is the same one, no commit left the branch. */
  BranchLine line() {
    return line;
  }

  /** The tip that was known last, also of a copy that is no more. */
  Optional<ObjectId> last() {
    return last;
  }

  /** The branch points at {@code tip}. */
  void seen(ObjectId tip) {
    last = Optional.of(tip);
  }

  void beginAnew() {
    deep = false;
  }

  void deepened() {
    deep = true;
  }

  void couldNotDeepen() {
    failures.incrementAndGet();
  }

  /** The branch points at something that is not known to descend from its last tip. */
  void broken() {
    line = new BranchLine();
  }
}
