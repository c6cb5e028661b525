package dev.gitopsbinding.scenario.stage;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Reports the rollout of a Deployment in place of Kubernetes' own controllers. */
final class RolloutReporter {
  private RolloutReporter() {}

  /** Reports that the rollout of what a Deployment asks for now has completed, or failed. */
  static void report(KubernetesClient admin, Deployment deployment, boolean works) {
    deployment.setStatus(
        new DeploymentStatusBuilder()
            .withObservedGeneration(deployment.getMetadata().getGeneration())
            .withReplicas(1)
            .withUpdatedReplicas(1)
            .withReadyReplicas(works ? 1 : 0)
            .withAvailableReplicas(works ? 1 : 0)
            .addNewCondition()
            .withType("Progressing")
            .withStatus(works ? "True" : "False")
            .withReason(works ? "NewReplicaSetAvailable" : "ProgressDeadlineExceeded")
            .withLastUpdateTime(Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
            .endCondition()
            .build());
    admin.resource(deployment).updateStatus();
  }
}
