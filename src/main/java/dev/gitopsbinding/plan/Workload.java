package dev.gitopsbinding.plan;

import java.util.List;

/** The target as the cluster has it. */
public sealed interface Workload {
  /** There is none. */
  record Missing() implements Workload {}

  /**
   * It exists.
   *
   * @param containers its containers and initContainers
   * @param pullSecrets the names of its imagePullSecrets
   */
  record Found(List<Container> containers, List<String> pullSecrets, Rollout rollout)
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
