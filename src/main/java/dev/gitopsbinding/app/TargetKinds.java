package dev.gitopsbinding.app;

import dev.gitopsbinding.controller.workload.CronJobKind;
import dev.gitopsbinding.controller.workload.DaemonSetKind;
import dev.gitopsbinding.controller.workload.DeploymentKind;
import dev.gitopsbinding.controller.workload.RolloutKind;
import dev.gitopsbinding.controller.workload.StatefulSetKind;
import dev.gitopsbinding.controller.workload.WorkloadKind;
import java.util.List;

/** The kinds of workloads that bindings can name as their target. */
final class TargetKinds {
  static final List<WorkloadKind<?>> ALL =
      List.of(
          new DeploymentKind(),
          new StatefulSetKind(),
          new DaemonSetKind(),
          new CronJobKind(),
          new RolloutKind());

  private TargetKinds() {}
}
