package dev.gitopsbinding.plan;

/** How far the cluster is with what a workload's pod template asks for. */
public sealed interface Rollout {
  /** All pods are as the template asks for, and no other is left. */
  record Complete() implements Rollout {}

  /**
   * It goes on.
   *
   * @param state how many pods are ready, as the end of a sentence without a full stop
   */
  record Progressing(String state) implements Rollout {}

  /** It takes longer than the workload allows. */
  record DeadlineExceeded() implements Rollout {}
}
