package dev.gitopsbinding.plan;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How far the cluster has rolled out a workload's pod template. */
public sealed interface Rollout {
  /** All pods are made from the template, and no other pods are left. */
  record Complete() implements Rollout {}

  /**
   * The rollout goes on.
   *
   * @param state how many pods are ready, as the end of a sentence without a full stop
   */
  record Progressing(String state) implements Rollout {}

  /**
   * The rollout takes longer than the workload allows.
   *
   * @param since when that was found out, by the cluster's clock; null if it is not known
   */
  record DeadlineExceeded(@Nullable Instant since) implements Rollout {
    /** A failed rollout of which it is not known when it failed. */
    public DeadlineExceeded() {
      this(null);
    }
  }
}
