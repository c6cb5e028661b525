package dev.gitopsbinding.controller.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.controller.kube.LeanSerialization;
import dev.gitopsbinding.plan.fact.Rollout;
import dev.gitopsbinding.plan.fact.Workload;
import dev.gitopsbinding.plan.fact.Workload.Container;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DaemonSetKindTest {
  private static final KubernetesSerialization LEAN = LeanSerialization.create();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // strategy | generation | observed | desired | updated | available
        "RollingUpdate | 2 |   | 3 | 3 | 3 | its controller has not seen the new template yet",
        "RollingUpdate | 2 | 1 | 3 | 3 | 3 | its controller has not seen the new template yet",
        "RollingUpdate | 2 | 2 | 3 | 2 | 3 | 2 of 3 pods are updated, 3 available",
        "RollingUpdate | 2 | 2 | 3 | 3 | 2 | 3 of 3 pods are updated, 2 available",
        "RollingUpdate | 2 | 2 | 3 |   |   | 0 of 3 pods are updated, 0 available",
        "RollingUpdate | 2 | 2 | 3 | 3 | 3 | ",
        "RollingUpdate | 2 | 2 | 0 |   |   | ",
        "OnDelete      | 2 | 2 | 3 | 2 | 3 | 2 of 3 pods are updated, 3 available; the update strategy is OnDelete, so each pod has to be deleted by hand",
        "OnDelete      | 2 | 2 | 3 | 3 | 3 | ",
      })
  void rollsOutAsKubectlRolloutStatusSays(
      String strategy,
      long generation,
      Long observed,
      int desired,
      Integer updated,
      Integer available,
      String awaited) {
    String status =
        "observedGeneration: %s, desiredNumberScheduled: %d, updatedNumberScheduled: %s, numberAvailable: %s"
            .formatted(observed, desired, updated, available);

    Workload.Found found = read(generation, strategy, status);

    assertThat(found.rollout())
        .isEqualTo(awaited == null ? new Rollout.Complete() : new Rollout.Progressing(awaited));
  }

  @Test
  void hasContainersInitContainersAndPullSecrets() {
    Workload.Found found = read(1, "RollingUpdate", "");

    assertThat(found.containers())
        .containsExactly(new Container("init", "busybox:1"), new Container("log", "ghcr.io/a/l:1"));
    assertThat(found.pullSecrets()).containsExactly("registry");
  }

  private static Workload.Found read(long generation, String strategy, String status) {
    String yaml =
        """
        metadata: {name: log, generation: %d}
        spec:
          updateStrategy: {type: %s}
          template:
            spec:
              imagePullSecrets: [{name: registry}]
              initContainers: [{name: init, image: "busybox:1"}]
              containers: [{name: log, image: "ghcr.io/a/l:1"}]
        status: {%s}
        """
            .formatted(generation, strategy, status);
    return new DaemonSetKind().read(LEAN.unmarshal(yaml, DaemonSet.class));
  }
}
