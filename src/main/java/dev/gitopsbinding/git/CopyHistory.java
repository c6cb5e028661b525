package dev.gitopsbinding.git;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What a lane's cache remembers of its branch's history beside the tip. Any thread may ask. */
final class CopyHistory {
  /** One batch of a thousand bindings, and as many commits of others. */
  static final int DEPTH = 2_000;

  /** A host that cannot send so much in time must not keep bindings from being written. */
  private static final int MAX_FAILURES = 2;

  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicLong rewrites = new AtomicLong();
  private volatile boolean deep;

  /** Whether older commits than those at hand were not asked for yet. */
  boolean canDeepen() {
    return !deep && failures.get() < MAX_FAILURES;
  }

  /** How often the branch was found to point at something that does not descend from its tip. */
  long rewrites() {
    return rewrites.get();
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

  void rewritten() {
    rewrites.incrementAndGet();
  }
}
