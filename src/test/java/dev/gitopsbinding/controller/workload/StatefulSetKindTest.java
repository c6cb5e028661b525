package dev.gitopsbinding.controller.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.controller.kube.LeanSerialization;
import dev.gitopsbinding.plan.fact.Rollout;
import dev.gitopsbinding.plan.fact.Workload;
import dev.gitopsbinding.plan.fact.Workload.Container;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Read as the operator reads it, so that nothing is left out that a rule needs. */
class StatefulSetKindTest {
  private static final KubernetesSerialization LEAN = LeanSerialization.create();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // generation | observed | replicas | partition | ready | updated | current | update
        "2 |   |   3 | 0 | 3 | 3 | a | a | its controller has not seen the new template yet",
        "2 | 1 |   3 | 0 | 3 | 3 | a | a | its controller has not seen the new template yet",
        "2 | 2 |   3 | 0 | 2 | 3 | a | b | 3 of 3 pods are updated, 2 ready",
        "2 | 2 |   3 | 0 | 3 | 2 | a | b | 2 of 3 pods are updated, 3 ready",
        "2 | 2 |   3 | 0 |   |   | a | b | 0 of 3 pods are updated, 0 ready",
        "2 | 2 |   3 | 0 | 3 | 3 | a | b | ",
        "2 | 2 |   0 | 0 |   |   | a | b | ",
        "2 | 2 |     | 0 | 0 | 0 | a | b | '0 of 1 pods are updated, 0 ready'",
        // Without a rollingUpdate, the revisions decide.
        "2 | 2 |   3 |   | 3 | 3 | a | b | 3 of 3 pods are updated, 3 ready",
        "2 | 2 |   3 |   | 3 | 3 | b | b | ",
        "2 | 2 |   3 |   | 2 | 3 | b | b | 3 of 3 pods are updated, 2 ready",
      })
  void rollsOutAsKubectlRolloutStatusSays(
      long generation,
      Long observed,
      Integer replicas,
      Integer partition,
      Integer ready,
      Integer updated,
      String current,
      String update,
      String awaited) {
    String strategy =
        partition == null
            ? "{type: RollingUpdate}"
            : "{type: RollingUpdate, rollingUpdate: {partition: %d}}".formatted(partition);

    Workload.Found found =
        read(
            generation,
            replicas,
            strategy,
            status(observed, ready, updated)
                + ", currentRevision: %s, updateRevision: %s".formatted(current, update));

    assertThat(found.rollout())
        .isEqualTo(awaited == null ? new Rollout.Complete() : new Rollout.Progressing(awaited));
  }

  @ParameterizedTest
  @CsvSource({
    "1, '0 of 3 pods are updated, 3 ready; only 1 are to be, by partition 2', false",
    "2, '1 of 3 pods run it, and no more are to, by partition 2',              true",
    "3, '2 of 3 pods run it, and no more are to, by partition 2',              true",
  })
  void aPartitionIsRolledOutOnceAllPodsBehindItAre(int more, String says, boolean complete) {
    Workload.Found found =
        read(
            1,
            3,
            "{type: RollingUpdate, rollingUpdate: {partition: 2}}",
            status(1L, 3, more - 1) + ", currentRevision: a, updateRevision: b");

    assertThat(found.rollout())
        .isEqualTo(complete ? new Rollout.Complete(null, says) : new Rollout.Progressing(says));
  }

  @Test
  void aPartitionThatIsLargerThanTheSetHoldsAllPods() {
    Workload.Found found = read(1, 2, "{rollingUpdate: {partition: 9}}", status(1L, 2, null));

    assertThat(found.rollout())
        .isEqualTo(
            new Rollout.Complete(null, "0 of 2 pods run it, and no more are to, by partition 9"));
  }

  @ParameterizedTest
  @CsvSource({"1, 2, false", "2, 1, false", "2, 2, true"})
  void withOnDeleteEachPodHasToBeReplaced(int updated, int ready, boolean complete) {
    // Given: with OnDelete, the controller never moves currentRevision
    Workload.Found found =
        read(
            1,
            2,
            "{type: OnDelete}",
            status(1L, ready, updated) + ", currentRevision: a, updateRevision: b");

    assertThat(found.rollout())
        .isEqualTo(
            complete
                ? new Rollout.Complete()
                : new Rollout.Progressing(
                    "%d of 2 pods are updated, %d ready; the update strategy is OnDelete, so each pod has to be deleted by hand"
                        .formatted(updated, ready)));
  }

  @Test
  void hasContainersInitContainersAndPullSecrets() {
    Workload.Found found = read(1, 1, "{}", "");

    assertThat(found.containers())
        .containsExactly(new Container("init", "busybox:1"), new Container("db", "ghcr.io/a/db:1"));
    assertThat(found.pullSecrets()).containsExactly("registry");
  }

  private static String status(Long observed, Integer ready, Integer updated) {
    return "observedGeneration: %s, readyReplicas: %s, updatedReplicas: %s"
        .formatted(observed, ready, updated);
  }

  private static Workload.Found read(
      long generation, Integer replicas, String strategy, String status) {
    String yaml =
        """
        metadata: {name: db, generation: %d}
        spec:
          replicas: %s
          updateStrategy: %s
          volumeClaimTemplates: [{metadata: {name: data}}]
          template:
            spec:
              imagePullSecrets: [{name: registry}]
              initContainers: [{name: init, image: "busybox:1"}]
              containers: [{name: db, image: "ghcr.io/a/db:1", command: [run]}]
        status: {%s}
        """
            .formatted(generation, replicas, strategy, status);
    StatefulSet set = LEAN.unmarshal(yaml, StatefulSet.class);
    assertThat(set.getSpec().getVolumeClaimTemplates()).isEmpty();
    return new StatefulSetKind().read(set);
  }
}
