package dev.gitopsbinding.controller.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeploymentKindTest {
  @ParameterizedTest
  @CsvSource({
    // generation, observed, desired, total, updated, available, late, rollout
    "2, 1, 1, 1, 1, 1, false, Progressing",
    "2, 2, 2, 2, 1, 1, false, Progressing",
    "2, 2, 2, 3, 2, 2, false, Progressing",
    "2, 2, 2, 2, 2, 1, false, Progressing",
    "2, 2, 2, 2, 1, 1, true,  DeadlineExceeded",
    "2, 1, 2, 2, 1, 1, true,  Progressing",
    "2, 2, 2, 2, 2, 2, false, Complete",
    "2, 2, 0, 0, 0, 0, false, Complete",
  })
  void rollsOutAsKubectlRolloutStatusSays(
      long generation,
      long observed,
      int desired,
      int total,
      int updated,
      int available,
      boolean late,
      String rollout) {
    // Given
    var deployment =
        new DeploymentBuilder()
            .withNewMetadata()
            .withGeneration(generation)
            .endMetadata()
            .withNewSpec()
            .withReplicas(desired)
            .withNewTemplate()
            .withNewSpec()
            .endSpec()
            .endTemplate()
            .endSpec()
            .withNewStatus()
            .withObservedGeneration(observed)
            .withReplicas(total)
            .withUpdatedReplicas(updated)
            .withAvailableReplicas(available)
            .addNewCondition()
            .withType("Progressing")
            .withReason(late ? "ProgressDeadlineExceeded" : "ReplicaSetUpdated")
            .endCondition()
            .endStatus()
            .build();

    // When
    var found = new DeploymentKind().read(deployment);

    // Then
    assertThat(found.rollout().getClass().getSimpleName()).isEqualTo(rollout);
  }
}
