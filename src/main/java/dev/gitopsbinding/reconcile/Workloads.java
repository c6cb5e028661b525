package dev.gitopsbinding.reconcile;

import dev.gitopsbinding.plan.Workload;
import dev.gitopsbinding.plan.Workload.Container;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads Deployments, and strips from the cache what no rule reads. */
final class Workloads {
  private Workloads() {}

  /** What the planner and the status need to know of a Deployment. */
  static Workload of(Optional<Deployment> deployment) {
    return deployment.<Workload>map(Workloads::found).orElseGet(Workload.Missing::new);
  }

  /** A copy that holds only what {@link #of} reads. */
  static Deployment strip(Deployment full) {
    var meta = full.getMetadata();
    var spec = Optional.ofNullable(full.getSpec()).orElseGet(DeploymentSpec::new);
    var pod = Optional.ofNullable(spec.getTemplate()).map(template -> template.getSpec());
    return new DeploymentBuilder()
        .withMetadata(
            new ObjectMetaBuilder()
                .withName(meta.getName())
                .withNamespace(meta.getNamespace())
                .withUid(meta.getUid())
                .withResourceVersion(meta.getResourceVersion())
                .withGeneration(meta.getGeneration())
                .build())
        .withNewSpec()
        .withReplicas(spec.getReplicas())
        .withNewTemplate()
        .withNewSpec()
        .withContainers(pod.map(p -> strip(p.getContainers())).orElse(List.of()))
        .withInitContainers(pod.map(p -> strip(p.getInitContainers())).orElse(List.of()))
        .endSpec()
        .endTemplate()
        .endSpec()
        .withStatus(full.getStatus())
        .build();
  }

  private static List<io.fabric8.kubernetes.api.model.Container> strip(
      List<io.fabric8.kubernetes.api.model.Container> containers) {
    return containers.stream()
        .map(
            container ->
                new io.fabric8.kubernetes.api.model.ContainerBuilder()
                    .withName(container.getName())
                    .withImage(container.getImage())
                    .build())
        .toList();
  }

  private static Workload.Found found(Deployment deployment) {
    var pod = deployment.getSpec().getTemplate().getSpec();
    var status = Optional.ofNullable(deployment.getStatus()).orElseGet(DeploymentStatus::new);
    return new Workload.Found(
        Stream.concat(pod.getInitContainers().stream(), pod.getContainers().stream())
            .map(container -> new Container(container.getName(), orEmpty(container.getImage())))
            .toList(),
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
