package dev.gitopsbinding.controller.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.plan.fact.Rollout;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeploymentKindTest {
  @ParameterizedTest
  @CsvSource({
    "NewReplicaSetAvailable,   Complete,         2026-02-03T04:05:06Z, 2026-02-03T04:05:06Z",
    "NewReplicaSetAvailable,   Complete,         yesterday,",
    "NewReplicaSetAvailable,   Complete,         ,",
    "ReplicaSetUpdated,        Complete,         2026-02-03T04:05:06Z,",
    "ProgressDeadlineExceeded, DeadlineExceeded, 2026-02-03T04:05:06Z, 2026-02-03T04:05:06Z",
  })
  void tellsSinceWhen(String reason, String rollout, String updated, Instant at) {
    // Given
    var deployment =
        new DeploymentBuilder()
            .withNewMetadata()
            .endMetadata()
            .withNewSpec()
            .withReplicas(0)
            .withNewTemplate()
            .withNewSpec()
            .endSpec()
            .endTemplate()
            .endSpec()
            .withNewStatus()
            .addNewCondition()
            .withType("Available")
            .withReason(reason)
            .withLastUpdateTime("2020-01-01T00:00:00Z")
            .endCondition()
            .addNewCondition()
            .withType("Progressing")
            .withReason(reason)
            .withLastUpdateTime(updated)
            .endCondition()
            .endStatus()
            .build();

    // When
    var found = new DeploymentKind().read(deployment).rollout();

    // Then
    assertThat(found)
        .isEqualTo(
            rollout.equals("Complete")
                ? new Rollout.Complete(at)
                : new Rollout.DeadlineExceeded(at));
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
