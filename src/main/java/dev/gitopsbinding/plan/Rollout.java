package dev.gitopsbinding.plan;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How far the cluster has rolled out a workload's pod template. */
public sealed interface Rollout {
  /**
   * All pods are made from the template, and no other pods are left.
   *
   * @param since when that was seen, by the clock of the cluster; null if the workload does not
   *     tell
   */
  record Complete(@Nullable Instant since) implements Rollout {
    /** Complete, it is not known since when. */
    public Complete() {
      this(null);
    }
  }

  /**
   * The rollout goes on.
   *
   * @param state how many pods are ready, as the end of a sentence without a full stop
   */
  record Progressing(String state) implements Rollout {}

  /**
   * The rollout takes longer than the workload allows.
   *
   * @param since when that was seen, by the clock of the cluster; null if the workload does not
   *     tell
   */
  record DeadlineExceeded(@Nullable Instant since) implements Rollout {
    /** Exceeded, it is not known since when. */
    public DeadlineExceeded() {
      this(null);
    }
  }
}
