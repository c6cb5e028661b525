package dev.gitopsbinding.controller.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.controller.kube.LeanSerialization;
import dev.gitopsbinding.plan.fact.Rollout;
import dev.gitopsbinding.plan.fact.Workload;
import dev.gitopsbinding.plan.fact.Workload.Container;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RolloutKindTest {
  private static final KubernetesSerialization LEAN = LeanSerialization.create();
  private static final Instant THEN = Instant.parse("2026-02-03T04:05:06Z");
  private static final String UNSEEN = "Argo Rollouts has not seen the new template yet";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'3', phase: Progressing, message: more replicas need to be updated | it is Progressing (more replicas need to be updated)",
        "'3', phase: Progressing | it is Progressing",
        "'3', phase: Paused, message: CanaryPauseStep | it is paused by a step of its canary (CanaryPauseStep)",
        "'3', phase: Paused, message: BlueGreenPause | it is paused (BlueGreenPause)",
        "'3', phase: Paused | it is paused (its status does not say why)",
        "'2', phase: Healthy | " + UNSEEN,
        "'2', phase: Degraded | " + UNSEEN,
        "2, phase: Healthy | " + UNSEEN, // a number and no text
        "'3' | Argo Rollouts has written no status.phase yet",
        "'3', phase: Odd | it is Odd",
      })
  void goesOnUntilItIsHealthy(String status, String awaited) {
    assertThat(rollout(status)).isEqualTo(new Rollout.Progressing(awaited));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'3'", "3", "'4'", // a hash of an old version, by chance without letters
        "5f7c9bd",
      })
  void isCompleteOnceItIsHealthy(String observed) {
    String condition = "{type: Healthy, status: 'True', lastUpdateTime: '%s'}".formatted(THEN);

    assertThat(rollout(observed + ", phase: Healthy, conditions: [" + condition + "]"))
        .isEqualTo(new Rollout.Complete(THEN));
    assertThat(rollout(observed + ", phase: Healthy")).isEqualTo(new Rollout.Complete());
  }

  /** Only what may come from the new template has a time, without which nothing is rolled back. */
  @ParameterizedTest
  @CsvSource({
    "RolloutAborted,           '',            true",
    "ProgressDeadlineExceeded, '',            true",
    "ReplicaSetUpdated,        '',            false",
    "RolloutAborted,           InvalidSpec,   false",
  })
  void hasFailedIfItIsDegraded(String reason, String other, boolean timed) {
    String conditions =
        "[{type: Progressing, status: 'False', reason: %s, lastUpdateTime: '%s'}%s]"
            .formatted(reason, THEN, other.isEmpty() ? "" : ", {type: " + other + "}");

    assertThat(
            rollout(
                "'3', phase: Degraded, message: \"Rollout\\n aborted\", conditions: " + conditions))
        .isEqualTo(new Rollout.Degraded(timed ? THEN : null, "Rollout aborted"));
  }

  @Test
  void theMessageOfAnotherControllerIsCut() {
    assertThat(rollout("'3', phase: Degraded, message: " + "a".repeat(5000)))
        .isEqualTo(new Rollout.Degraded(null, "a".repeat(300) + "…"));
  }

  @Test
  void hasContainersInitContainersAndPullSecrets() {
    var found =
        (Workload.Found)
            read(
                """
                template:
                  spec:
                    imagePullSecrets: [{name: registry}]
                    initContainers: [{name: init, image: "busybox:1"}]
                    containers: [{name: web, image: "ghcr.io/a/w:1", env: []}]
                strategy: {canary: {steps: [{pause: {}}]}}
                """,
                "");

    assertThat(found.containers())
        .containsExactly(new Container("init", "busybox:1"), new Container("web", "ghcr.io/a/w:1"));
    assertThat(found.pullSecrets()).containsExactly("registry");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Deployment | Set spec.target to {kind: Deployment, name: base}.",
        "PodTemplate | Move the template into the Rollout, or into a Deployment that spec.target names.",
      })
  void aTemplateElsewhereIsSaid(String kind, String fix) {
    assertThat(read("workloadRef: {apiVersion: apps/v1, kind: %s, name: base}".formatted(kind), ""))
        .isEqualTo(
            new Workload.Unreadable(
                "Rollout web has no image of its own: its pod template is the one of %s base (spec.workloadRef). %s"
                    .formatted(kind, fix)));
  }

  /** One odd object must not keep all others from being listed. */
  @ParameterizedTest
  @CsvSource({"text", "'{template: [odd]}'", "'{template: {spec: {containers: odd}}}'"})
  void aSpecThatDoesNotFitIsReadAsNone(String spec) {
    var rollout =
        LEAN.unmarshal("metadata: {name: web}\nspec: " + spec + "\nstatus: odd", ArgoRollout.class);

    assertThat(new RolloutKind().read(rollout))
        .isEqualTo(
            new Workload.Unreadable(
                "Rollout web has a spec that this operator cannot read. Compare it with the documentation of Argo Rollouts."));
  }

  @Test
  void aRolloutWithoutAStatusIsAwaited() {
    var rollout = LEAN.unmarshal("metadata: {name: web}\nspec: {template: {}}", ArgoRollout.class);

    assertThat(((Workload.Found) new RolloutKind().read(rollout)).rollout())
        .isEqualTo(new Rollout.Progressing("Argo Rollouts has written no status.phase yet"));
  }

  private static Rollout rollout(String status) {
    return ((Workload.Found) read("template: {}", "observedGeneration: " + status)).rollout();
  }

  private static Workload read(String spec, String status) {
    String yaml =
        "metadata: {name: web, generation: 3}\nspec:\n%sstatus: {%s}\n"
            .formatted(spec.indent(2), status);
    return new RolloutKind().read(LEAN.unmarshal(yaml, ArgoRollout.class));
  }
}
