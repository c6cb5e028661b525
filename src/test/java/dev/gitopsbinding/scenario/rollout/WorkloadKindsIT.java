package dev.gitopsbinding.scenario.rollout;

import static dev.gitopsbinding.scenario.stage.OperatorStage.IMAGE;
import static dev.gitopsbinding.scenario.stage.OperatorStage.PATH;
import static dev.gitopsbinding.scenario.stage.OperatorStage.condition;
import static dev.gitopsbinding.scenario.stage.OperatorStage.deploymentYaml;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.scenario.stage.OperatorStage;
import dev.gitopsbinding.scenario.stage.Scene;
import dev.gitopsbinding.testing.apiserver.ClassStage;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Targets that are no Deployments, under the shipped rights. No controller-manager runs: the test
 * writes the statuses that controllers would write.
 */
class WorkloadKindsIT {
  /** As much of the definition of Argo Rollouts as an API server needs to serve the kind. */
  private static final String ROLLOUTS =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: rollouts.argoproj.io}
      spec:
        group: argoproj.io
        names: {kind: Rollout, plural: rollouts, singular: rollout, listKind: RolloutList}
        scope: Namespaced
        versions:
          - name: v1alpha1
            served: true
            storage: true
            subresources: {status: {}}
            schema:
              openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}
      """;

  @RegisterExtension
  static final ClassStage<OperatorStage> STAGE = ClassStage.of(OperatorStage::start);

  private final OperatorStage stage = STAGE.get();
  private final Scene scene = stage.scene();

  @Test
  void aStatefulSetIsWatchedFromItsFirstBindingOnAndRollsOut() {
    // Given: a Deployment alone
    scene.apply("deployment", scene.spec());
    scene.awaitReady("deployment", scene.source.tip("main"));
    int before = watches("statefulsets");

    // When
    String tip = bind("StatefulSet", "apps/v1", deploymentYaml(IMAGE + ":old"));

    // Then
    assertThat(watches("statefulsets")).isEqualTo(before + 1);
    awaitRolledOut("StatefulSet", "AwaitingApply", "StatefulSet web runs " + IMAGE + ":old, not");

    // When: applied, and not seen by its controller
    scene.apply(manifestText("StatefulSet"));

    // Then: without waiting for the interval
    awaitRolledOut(
        "StatefulSet", "Progressing", ": its controller has not seen the new template yet.");

    // When
    status(
        "statefulset",
        "{observedGeneration: 2, replicas: 1, readyReplicas: 1, updatedReplicas: 1}");

    // Then
    awaitRolledOut("StatefulSet", "Complete", "StatefulSet web runs tag " + tip + ".");
    assertThat(watches("statefulsets")).isEqualTo(before + 1);
  }

  @Test
  void aDaemonSetRollsOut() {
    String tip = bind("DaemonSet", "apps/v1", deploymentYaml(IMAGE + ":old"));
    scene.apply(manifestText("DaemonSet"));
    status(
        "daemonset",
        "{observedGeneration: 2, desiredNumberScheduled: 2, currentNumberScheduled: 2, numberMisscheduled: 0, numberReady: 2, updatedNumberScheduled: 1, numberAvailable: 2}");
    awaitRolledOut("DaemonSet", "Progressing", ": 1 of 2 pods are updated, 2 available.");

    status("daemonset", "{updatedNumberScheduled: 2}");

    awaitRolledOut("DaemonSet", "Complete", "DaemonSet web runs tag " + tip + ".");
  }

  @Test
  void aCronJobIsRolledOutOnceItIsApplied() {
    String yaml =
        """
        apiVersion: batch/v1
        kind: CronJob
        metadata: {name: web}
        spec:
          schedule: "*/5 * * * *"
          jobTemplate:
            spec:
              template:
                spec:
                  restartPolicy: Never
                  containers: [{name: web, image: "%s:old"}]
        """
            .formatted(IMAGE);

    String tip = bind("CronJob", "batch/v1", yaml);
    scene.apply(manifestText("CronJob"));

    awaitRolledOut(
        "CronJob", "Complete", "CronJob web has tag " + tip + ": the next job will run it.");
  }

  @Test
  void aRolloutIsFoundWhenItsDefinitionIsInstalledLater() {
    // Given
    String yaml = deploymentYaml(IMAGE + ":old");
    scene.manifest.commit("main", path("Rollout"), ofKind("Rollout", "argoproj.io/v1alpha1", yaml));

    // When
    scene.apply("rollout", spec("Rollout"));

    // Then: the tag is written, and nothing but the rollout is unknown
    String tip = scene.source.tip("main");
    scene.awaitReady("rollout", tip);
    awaitRolledOut(
        "Rollout",
        "TargetUnreadable",
        "spec.target.kind: the API server has no Rollout (rollouts.argoproj.io). Install its CustomResourceDefinition");

    // When
    try {
      scene.apply(ROLLOUTS);
      assertThat(
              stage
                  .api()
                  .kubectl("wait", "--for=condition=Established", "crd/rollouts.argoproj.io")
                  .exitCode())
          .isZero();

      // Then
      awaitRolledOut("Rollout", "TargetNotFound", "There is no Rollout web in namespace");

      // When
      scene.apply(manifestText("Rollout"));
      status("rollout", "{observedGeneration: '1', phase: Paused, message: CanaryPauseStep}");

      // Then
      awaitRolledOut("Rollout", "Progressing", "it is paused by a step of its canary");

      // When
      status("rollout", "{phase: Degraded, message: 'RolloutAborted: aborted'}");

      // Then
      awaitRolledOut("Rollout", "RolloutDegraded", "is Degraded (RolloutAborted: aborted).");

      // When
      status("rollout", "{phase: Healthy, message: null}");

      // Then
      awaitRolledOut("Rollout", "Complete", "Rollout web runs tag " + tip + ".");
    } finally {
      stage.api().kubectl("delete", "crd", "rollouts.argoproj.io", "--wait=false");
    }
  }

  /** Binds an object that runs an old tag, and waits until the new tag is written. */
  private String bind(String kind, String apiVersion, String yaml) {
    String manifest = ofKind(kind, apiVersion, yaml);
    scene.manifest.commit("main", path(kind), manifest);
    scene.apply(manifest);
    scene.apply(kind.toLowerCase(Locale.ROOT), spec(kind));
    String tip = scene.source.tip("main");
    scene.awaitReady(kind.toLowerCase(Locale.ROOT), tip);
    assertThat(manifestText(kind)).isEqualTo(manifest.replace(":old", ":" + tip));
    return tip;
  }

  private static String ofKind(String kind, String apiVersion, String yaml) {
    return yaml.replace("apps/v1", apiVersion).replace("kind: Deployment", "kind: " + kind);
  }

  private String spec(String kind) {
    return scene
        .spec()
        .replace("target: {name: web}", "target: {kind: " + kind + ", name: web}")
        .replace(PATH, path(kind));
  }

  private static String path(String kind) {
    return "apps/" + kind + ".yaml";
  }

  private String manifestText(String kind) {
    return scene.manifest.text("main", path(kind));
  }

  private void awaitRolledOut(String kind, String reason, String says) {
    scene.await(
        kind.toLowerCase(Locale.ROOT),
        status -> {
          var rolledOut = condition(status, "RolledOut");
          return rolledOut.reason().equals(reason) && rolledOut.message().contains(says);
        });
  }

  private void status(String resource, String yaml) {
    var patched =
        stage
            .api()
            .kubectl(
                "patch",
                resource,
                "web",
                "--namespace",
                scene.namespace,
                "--subresource=status",
                "--type=merge",
                "--patch",
                "status: " + yaml);
    assertThat(patched.exitCode()).as(patched.text()).isZero();
  }

  /** How many clients watch objects of a resource, by the API server's own count. */
  private int watches(String resource) {
    String metrics = stage.api().admin().raw("/metrics");
    return Pattern.compile(
            "apiserver_longrunning_requests\\{[^}]*resource=\"%s\"[^}]*verb=\"WATCH\"[^}]*} (\\d+)"
                .formatted(resource))
        .matcher(metrics)
        .results()
        .map((MatchResult found) -> Integer.parseInt(found.group(1)))
        .reduce(0, Integer::sum);
  }
}
