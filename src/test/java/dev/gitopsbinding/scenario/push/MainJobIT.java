package dev.gitopsbinding.scenario.push;

import static dev.gitopsbinding.scenario.stage.OperatorStage.IMAGE;
import static dev.gitopsbinding.scenario.stage.OperatorStage.PATH;
import static dev.gitopsbinding.scenario.stage.OperatorStage.condition;
import static dev.gitopsbinding.scenario.stage.OperatorStage.deploymentYaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.DeployedTag;
import dev.gitopsbinding.scenario.stage.OperatorStage;
import dev.gitopsbinding.scenario.stage.Scene;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.apiserver.ClassStage;
import dev.gitopsbinding.testing.git.SshKeyFile;
import dev.gitopsbinding.testing.net.SilentServer;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The main job, from a source commit to a rollout. */
class MainJobIT {
  @RegisterExtension
  static final ClassStage<OperatorStage> STAGE = ClassStage.of(OperatorStage::start);

  private final OperatorStage stage = STAGE.get();
  private final Scene scene = stage.scene();

  @Execution(ExecutionMode.CONCURRENT)
  @Test
  void aSourceCommitBecomesTheTagAndIsRolledOut() {
    // Given
    scene.apply(deploymentYaml(IMAGE + ":old"));
    String first = scene.source.tip("main");

    // When
    scene.apply("web", scene.spec());

    // Then
    GitOpsBindingStatus status = scene.awaitReady("web", first);
    assertThat(scene.manifestText()).isEqualTo(deploymentYaml(IMAGE + ":" + first));
    assertThat(status.manifest().commit()).isEqualTo(scene.manifest.tip("main"));
    assertThat(status.manifest().image()).isEqualTo(IMAGE + ":" + first);
    assertThat(status.lastPush().fromTag()).isEqualTo("old");
    assertThat(status.lastPush().toTag()).isEqualTo(first);
    assertThat(condition(status, "RolledOut").reason()).isEqualTo("AwaitingApply");
    assertThat(scene.manifest.log("main", "%an <%ae> / %cn / %B").getFirst())
        .startsWith(
            "GitOps Operator <gitops-operator@localhost> / GitOps Operator / chore(refs): update "
                + IMAGE);
    assertThat(scene.manifest.git("log", "-1", "--format=%(trailers)", "main"))
        .contains("GitOps-Binding: " + scene.namespace + "/web", "GitOps-Source: " + first);

    // When
    scene.apply(scene.manifestText());
    reportRollout();

    // Then
    scene.await("web", now -> condition(now, "RolledOut").status().equals("True"));
    assertThat(scene.status("web").running().image()).isEqualTo(IMAGE + ":" + first);
    DeployedTag deployed = scene.status("web").history().getFirst();
    assertThat(deployed.tag()).isEqualTo(first);
    assertThat(deployed.commit()).isEqualTo(first);
    assertThat(deployed.result()).isEqualTo("RolledOut");
    assertThat(
            Stream.of(deployed.seen(), deployed.pushed(), deployed.applied(), deployed.rolledOut())
                .map(Instant::parse))
        .isSorted();
    await()
        .atMost(OperatorStage.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(stage.get("/metrics"))
                    .containsPattern("gitopsbinding_deployments_total.result=.RolledOut.. [1-9]")
                    .containsPattern(
                        "gitopsbinding_lead_time_seconds_count.stage=.delivery.. [1-9]"));

    // When
    String second = scene.source.commit("main", "README", "second");

    // Then
    scene.awaitReady("web", second);
    assertThat(scene.manifestText()).isEqualTo(deploymentYaml(IMAGE + ":" + second));
    assertThat(scene.manifestCommits()).isEqualTo(3);
    assertThat(scene.status("web").history())
        .extracting(DeployedTag::tag, DeployedTag::result)
        .containsExactly(tuple(second, "Pushed"), tuple(first, "RolledOut"));
    await()
        .atMost(OperatorStage.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(scene.events("web"))
                    .extracting(Event::getReason)
                    .containsExactly("Pushed", "Pushed"));
  }

  @Test
  void onlyTheTagChangesInAnAwkwardFile() {
    // Given
    String awkward =
        "\uFEFF# čomment 🚀\r\nkind: ConfigMap\r\nmetadata: {name: web}\r\ndata:\r\n"
            + "  note: &n 'image: ghcr.io/acme/web:old'\r\n  again: *n\r\n---\r\n"
            + deploymentYaml("\"" + IMAGE + ":old\"").replace("\n", "\r\n")
            + "---\r\n# the end";
    scene.manifest.commit("main", PATH, awkward);
    String tip = scene.source.tip("main");

    // When
    scene.apply("web", scene.spec());

    // Then
    scene.awaitReady("web", tip);
    assertThat(scene.manifestText())
        .isEqualTo(awkward.replace(IMAGE + ":old\"", IMAGE + ":" + tip + "\""));
  }

  @Fault(value = "two bindings for one scalar", holds = "I3")
  @Test
  void theYoungerOfTwoBindingsForOneImageStepsBack() {
    // Given
    String tip = scene.source.tip("main");
    scene.apply("elder", scene.spec());
    scene.awaitReady("elder", tip);

    // When
    scene.apply("younger", scene.spec());

    // Then
    GitOpsBindingStatus status = scene.awaitReason("younger", "ConflictingBinding");
    assertThat(condition(status, "Ready").message()).contains(scene.namespace + "/elder");

    // When
    scene.delete("elder");

    // Then
    scene.awaitReady("younger", tip);
    assertThat(scene.manifestCommits()).isEqualTo(2);
  }

  @Fault(value = "binding deleted in the middle of a sync and created again", holds = "I2")
  @Execution(ExecutionMode.CONCURRENT)
  @Test
  void aBindingCreatedAgainDuringASyncIsNotForgotten() {
    // Given
    try (var silent = SilentServer.start()) {
      scene.apply(
          "web",
          scene
              .spec()
              .replace(
                  stage.git().url(scene.sourceName),
                  "ssh://git@127.0.0.1:" + silent.port() + "/web.git")
              .replace("interval: 10s", "interval: 1h\ntimeout: 10s"));
      await().atMost(OperatorStage.PATIENCE).until(() -> silent.connections() > 0);

      // When
      scene.delete("web");
      scene.apply("web", scene.spec().replace("interval: 10s", "interval: 1h"));

      // Then
      scene.awaitReady("web", scene.source.tip("main"));
    }
  }

  @Test
  void metricsTellOfTheWork() {
    // Given
    scene.apply("web", scene.spec());
    scene.awaitReady("web", scene.source.tip("main"));

    // Then: they are counted once the status is written
    await()
        .atMost(OperatorStage.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(stage.get("/metrics"))
                    .contains(
                        "gitopsbinding_pushes_total",
                        "gitopsbinding_commits_total",
                        "jvm_memory_used",
                        "gitopsbinding_ready{name=\"web\",namespace=\"%s\"} 1.0"
                            .formatted(scene.namespace)));
    assertThat(stage.get("/readyz")).contains("informers");
    assertThat(stage.get("/livez")).contains("informers");
  }

  @Fault(value = "key rotated", holds = "I2")
  @Test
  void aRotatedKeyNeedsNoRestart() {
    // Given
    scene.createSecret("git", otherKey(), stage.git().knownHosts());
    scene.apply("web", scene.spec());
    scene.awaitReason("web", "AuthenticationFailed");

    // When
    scene.createSecret("git", stage.git().privateKey(), stage.git().knownHosts());

    // Then
    scene.awaitReady("web", scene.source.tip("main"));
  }

  private String otherKey() {
    return stage
        .git()
        .unauthorizedKey(SshKeyFile.Kind.ED25519, SshKeyFile.Form.OPENSSH, "")
        .privateKey();
  }

  @Fault(value = "clock moved by an hour", holds = "I2")
  @Execution(ExecutionMode.CONCURRENT)
  @Test
  void aClockThatIsSetDelaysNothing() {
    // Given
    scene.apply("web", scene.spec());
    scene.awaitReady("web", scene.source.tip("main"));
    try {
      for (int hours : new int[] {-1, 2}) {
        // When
        stage.clock().setWrongBy(Duration.ofHours(hours));
        String next = scene.source.commit("main", "README", "clock " + hours);

        // Then
        var push = scene.awaitReady("web", next).lastPush();
        assertThat(Instant.parse(push.time()))
            .isCloseTo(stage.clock().instant(), within(5, ChronoUnit.MINUTES));
      }
    } finally {
      stage.clock().setWrongBy(Duration.ZERO);
    }
  }

  private void reportRollout() {
    var deployments =
        stage.api().admin().apps().deployments().inNamespace(scene.namespace).withName("web");
    Deployment deployment = deployments.get();
    deployment.setStatus(
        new DeploymentStatusBuilder()
            .withObservedGeneration(deployment.getMetadata().getGeneration())
            .withReplicas(1)
            .withUpdatedReplicas(1)
            .withReadyReplicas(1)
            .withAvailableReplicas(1)
            .build());
    stage.api().admin().resource(deployment).updateStatus();
  }
}
