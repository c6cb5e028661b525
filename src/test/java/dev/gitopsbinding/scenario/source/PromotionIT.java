package dev.gitopsbinding.scenario.source;

import static dev.gitopsbinding.scenario.stage.OperatorStage.IMAGE;
import static dev.gitopsbinding.scenario.stage.OperatorStage.PATH;
import static dev.gitopsbinding.scenario.stage.OperatorStage.condition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.scenario.stage.OperatorStage;
import dev.gitopsbinding.scenario.stage.Scene;
import dev.gitopsbinding.testing.apiserver.ClassStage;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Bindings that follow other bindings, each in a namespace of its own. */
class PromotionIT {
  @RegisterExtension
  static final ClassStage<OperatorStage> STAGE = ClassStage.of(OperatorStage::start);

  private static final String SOAK = "2s";

  private final OperatorStage stage = STAGE.get();
  private final Scene development = stage.scene();
  private final Scene staging = stage.scene();
  private final Scene production = stage.scene();

  @Execution(ExecutionMode.CONCURRENT)
  @Test
  void aCommitGoesThroughThreeStagesInOrderAndAHeldStageStopsTheNext() {
    // Given
    development.apply("web", development.spec());
    consent(development, staging.namespace);
    staging.apply("web", following(staging, development, "0s"));
    production.apply("web", following(production, staging, SOAK));
    String first = development.source.tip("main");

    // When
    development.awaitReady("web", first);
    staging.awaitReason("web", "AwaitingUpstream");
    rollOut(development, first);

    // Then
    GitOpsBindingStatus promoted = staging.awaitReady("web", first);
    assertThat(promoted.source().branch()).isEqualTo("main");
    assertThat(promoted.source().url()).isEqualTo(development.status("web").source().url());
    assertThat(staging.manifestText()).contains(IMAGE + ":" + first);
    assertThat(staging.manifest.git("log", "-1", "--format=%(trailers)", "main"))
        .contains("GitOps-Binding: " + staging.namespace + "/web", "GitOps-Source: " + first);

    // When: the owner of staging has not consented
    rollOut(staging, first);

    // Then
    GitOpsBindingStatus refused = production.awaitReason("web", "UpstreamNotFound");
    assertThat(condition(refused, "Ready").message())
        .contains("no GitOpsBinding " + staging.namespace + "/web that namespace");
    assertThat(staging.status("web").rollouts()).isNull();

    // When
    consent(staging, "other, " + production.namespace);

    // Then
    GitOpsBindingStatus landed = production.awaitReady("web", first);
    Instant since = Instant.parse(staging.status("web").rollouts().getFirst().since());
    assertThat(Instant.parse(landed.lastPush().time())).isAfterOrEqualTo(since.plusSeconds(2));
    assertThat(production.manifestText()).contains(IMAGE + ":" + first);

    // When
    suspend(staging, true);

    // Then
    GitOpsBindingStatus held = production.awaitReason("web", "PromotionHeld");
    assertThat(condition(held, "Stalled").status()).isEqualTo("True");
    assertThat(condition(held, "Ready").message())
        .contains("while GitOpsBinding " + staging.namespace + "/web", "has stopped (Suspended)");

    // When
    String second = development.source.commit("main", "README", "second");
    development.request("web", "second");
    development.awaitReady("web", second);
    rollOut(development, second);
    suspend(staging, false);

    // Then
    staging.awaitReady("web", second);
    production.awaitReady("web", first);

    // When
    rollOut(staging, second);

    // Then
    GitOpsBindingStatus soaking = production.awaitReason("web", "Soaking");
    assertThat(soaking.awaiting().subject())
        .isEqualTo("commit " + second + " of " + staging.namespace + "/web");
    assertThat(soaking.awaiting().overdue()).isNull();
    production.awaitReady("web", second);
    assertThat(tags(production)).containsExactly(second, first);
  }

  @Execution(ExecutionMode.CONCURRENT)
  @Test
  void aCycleIsReportedOnEachOfItsMembersUntilItIsBroken() {
    // Given
    production.apply(
        "a", following(production, production, "0s").replace("name: web, n", "name: b, n"));
    production.awaitReason("a", "UpstreamNotFound");

    // When
    production.apply(
        "b", following(production, production, "0s").replace("name: web, n", "name: a, n"));

    // Then
    String ns = production.namespace;
    assertThat(condition(production.awaitReason("a", "PromotionCycle"), "Ready").message())
        .contains("%s/a -> %s/b -> %s/a".formatted(ns, ns, ns));
    GitOpsBindingStatus other = production.awaitReason("b", "PromotionCycle");
    assertThat(condition(other, "Ready").message())
        .contains("%s/b -> %s/a -> %s/b".formatted(ns, ns, ns));
    assertThat(condition(other, "Stalled").status()).isEqualTo("True");

    // When
    production.delete("b");

    // Then
    production.awaitReason("a", "UpstreamNotFound");
  }

  private static String following(Scene scene, Scene upstream, String soak) {
    return scene
        .spec()
        .replaceFirst(
            "source: .*",
            "source: {binding: {name: web, namespace: %s, soak: %s}}"
                .formatted(upstream.namespace, soak));
  }

  private void consent(Scene scene, String namespaces) {
    patch(
        scene,
        "{\"metadata\": {\"annotations\": {\"%s\": \"%s\"}}}"
            .formatted(GitOpsBinding.PROMOTE_TO, namespaces));
  }

  private void suspend(Scene scene, boolean suspended) {
    patch(scene, "{\"spec\": {\"suspend\": %s}}".formatted(suspended));
  }

  private void patch(Scene scene, String patch) {
    stage
        .api()
        .admin()
        .resources(GitOpsBinding.class)
        .inNamespace(scene.namespace)
        .withName("web")
        .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
  }

  /** The tags that the manifest was given, newest first. */
  private static List<String> tags(Scene scene) {
    return scene.manifest.log("main", "%s").stream()
        .filter(subject -> subject.startsWith("chore(refs)"))
        .map(subject -> subject.replaceFirst(".* to ", ""))
        .toList();
  }

  /** Applies the manifest, and reports a complete rollout, as a cluster does. */
  private void rollOut(Scene scene, String commit) {
    String yaml = scene.manifest.text("main", PATH);
    assertThat(yaml).contains(IMAGE + ":" + commit);
    scene.apply(yaml);
    stage
        .api()
        .admin()
        .apps()
        .deployments()
        .inNamespace(scene.namespace)
        .withName("web")
        .editStatus(
            deployment -> {
              deployment.setStatus(
                  new DeploymentStatusBuilder()
                      .withObservedGeneration(deployment.getMetadata().getGeneration())
                      .withReplicas(1)
                      .withUpdatedReplicas(1)
                      .withReadyReplicas(1)
                      .withAvailableReplicas(1)
                      .build());
              return deployment;
            });
  }
}
