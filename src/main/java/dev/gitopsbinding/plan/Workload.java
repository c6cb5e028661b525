package dev.gitopsbinding.plan;

import java.util.List;

/** The target Deployment as the cluster has it. */
public sealed interface Workload {
  /** There is none. */
  record Missing() implements Workload {}

  /**
   * It exists. Counts are pods.
   *
   * @param containers its containers and initContainers
   * @param pullSecrets the names of its imagePullSecrets
   * @param deadlineExceeded whether its condition Progressing says {@code ProgressDeadlineExceeded}
   */
  record Found(
      List<Container> containers,
      List<String> pullSecrets,
      long generation,
      long observedGeneration,
      int desired,
      int total,
      int updated,
      int available,
      boolean deadlineExceeded)
      implements Workload {
    /** Copies the lists. */
    public Found {
      containers = List.copyOf(containers);
      pullSecrets = List.copyOf(pullSecrets);
    }
  }

  /** A container and the image its pod template asks for. */
  record Container(String name, String image) {}
}
