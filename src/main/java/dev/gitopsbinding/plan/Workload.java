package dev.gitopsbinding.plan;

import java.util.List;

/** The target of a binding, as it is in the cluster. */
public sealed interface Workload {
  /** The target does not exist. */
  record Missing() implements Workload {}

  /**
   * The target exists.
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

  /** A container of the pod template, and its image. */
  record Container(String name, String image) {}
}
