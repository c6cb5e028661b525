package dev.gitopsbinding.plan;

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

  /** The rollout takes longer than the workload allows. */
  record DeadlineExceeded() implements Rollout {}
}
