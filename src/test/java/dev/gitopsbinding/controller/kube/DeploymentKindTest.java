package dev.gitopsbinding.controller.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.plan.Rollout;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeploymentKindTest {
  @ParameterizedTest
  @CsvSource({
    "2026-01-02T03:04:05Z, 2026-01-02T03:04:05Z",
    ",",
    "yesterday,",
  })
  void tellsWhenTheRolloutFailed(String time, Instant since) {
    // Given
    var deployment =
        new DeploymentBuilder()
            .withNewMetadata()
            .endMetadata()
            .withNewSpec()
            .withNewTemplate()
            .withNewSpec()
            .endSpec()
            .endTemplate()
            .endSpec()
            .withNewStatus()
            .addNewCondition()
            .withType("Progressing")
            .withReason("ProgressDeadlineExceeded")
            .withLastUpdateTime(time)
            .endCondition()
            .endStatus()
            .build();

    // Then
    assertThat(new DeploymentKind().read(deployment).rollout())
        .isEqualTo(new Rollout.DeadlineExceeded(since));
  }

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
