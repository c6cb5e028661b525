package dev.gitopsbinding.reconcile;

import dev.gitopsbinding.plan.Workload;
import dev.gitopsbinding.plan.Workload.Container;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads Deployments. */
final class Workloads {
  private Workloads() {}

  /** What the planner and the status need to know of a Deployment. */
  static Workload of(Optional<Deployment> deployment) {
    return deployment.<Workload>map(Workloads::found).orElseGet(Workload.Missing::new);
  }

  private static Workload.Found found(Deployment deployment) {
    var pod = deployment.getSpec().getTemplate().getSpec();
    var status = Optional.ofNullable(deployment.getStatus()).orElseGet(DeploymentStatus::new);
    return new Workload.Found(
        Stream.concat(pod.getInitContainers().stream(), pod.getContainers().stream())
            .map(container -> new Container(container.getName(), orEmpty(container.getImage())))
            .toList(),
        pod.getImagePullSecrets().stream().map(secret -> orEmpty(secret.getName())).toList(),
        orZero(deployment.getMetadata().getGeneration()),
        orZero(status.getObservedGeneration()),
        Optional.ofNullable(deployment.getSpec().getReplicas()).orElse(1),
        orZero(status.getReplicas()),
        orZero(status.getUpdatedReplicas()),
        orZero(status.getAvailableReplicas()),
        deadlineExceeded(status));
  }

  private static boolean deadlineExceeded(DeploymentStatus status) {
    return status.getConditions().stream()
        .anyMatch(
            condition ->
                "Progressing".equals(condition.getType())
                    && "ProgressDeadlineExceeded".equals(condition.getReason()));
  }

  private static String orEmpty(String text) {
    return Optional.ofNullable(text).orElse("");
  }

  private static int orZero(Integer count) {
    return Optional.ofNullable(count).orElse(0);
  }

  private static long orZero(Long count) {
    return Optional.ofNullable(count).orElse(0L);
  }
}
