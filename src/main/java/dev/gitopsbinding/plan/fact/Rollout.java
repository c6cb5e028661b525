package dev.gitopsbinding.plan.fact;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How far the cluster has rolled out a workload's pod template. */
public sealed interface Rollout {
  /**
   * The rollout is complete by the rules of the workload's kind: for most kinds, all pods are made
   * from the template, and no other pods are left.
   *
   * @param since when that was seen, by the clock of the cluster; null if the workload does not say
   * @param remark what else to know, as the end of a sentence without a full stop; null if all pods
   *     run the template
   */
  record Complete(@Nullable Instant since, @Nullable String remark) implements Rollout {
    /** Complete, it is not known since when. */
    public Complete() {
      this(null, null);
    }

    /** Complete in all pods. */
    public Complete(@Nullable Instant since) {
      this(since, null);
    }
  }

  /**
   * The rollout goes on.
   *
   * @param state how many pods are ready, as the end of a sentence without a full stop
   */
  record Progressing(String state) implements Rollout {}

  /** The rollout has failed: it does not go on by itself. */
  sealed interface Failed extends Rollout {
    /**
     * When that was seen, by the clock of the cluster; null if the workload does not say, or if the
     * template need not be the cause.
     */
    @Nullable Instant since();
  }

  /** The rollout takes longer than the workload allows. */
  record DeadlineExceeded(@Nullable Instant since) implements Failed {}

  /**
   * The controller of the workload has given the rollout up.
   *
   * @param message why, as that controller says it, without a full stop; one line of at most 300
   *     characters
   */
  record Degraded(@Nullable Instant since, String message) implements Failed {}
}
