package dev.gitopsbinding.controller.kube;

import dev.gitopsbinding.plan.Workload;
import io.fabric8.kubernetes.api.model.HasMetadata;

/** One kind of workload that a binding can name as its target. */
public interface WorkloadKind<R extends HasMetadata> {
  /** The value of {@code spec.target.kind}. */
  String name();

  /** The Kubernetes type that is watched. */
  Class<R> type();

  /** The facts about a workload that the planner and the status need. */
  Workload.Found read(R resource);
}
