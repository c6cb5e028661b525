package dev.gitopsbinding.controller.workload;

import dev.gitopsbinding.plan.fact.Workload;
import io.fabric8.kubernetes.api.model.HasMetadata;

/** One kind of workload that a binding can name as its target. */
public interface WorkloadKind<R extends HasMetadata> {
  /** The value of {@code spec.target.kind}. */
  String name();

  /** The Kubernetes type that is watched; loaded when it is asked for the first time. */
  Class<R> type();

  /**
   * Whether the kind is watched whether or not a binding targets it. Such a kind must be one that
   * every API server has.
   */
  default boolean isWatchedFromStart() {
    return false;
  }

  /**
   * The facts about a workload that the planner and the status need. Two objects of which the same
   * is read are the same for all bindings: an update from one to the other syncs none.
   */
  Workload read(R resource);
}
