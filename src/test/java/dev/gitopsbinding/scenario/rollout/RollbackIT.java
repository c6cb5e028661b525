package dev.gitopsbinding.scenario.rollout;

import static dev.gitopsbinding.scenario.stage.OperatorStage.IMAGE;
import static dev.gitopsbinding.scenario.stage.OperatorStage.condition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.scenario.stage.OperatorStage;
import dev.gitopsbinding.scenario.stage.Scene;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.apiserver.ClassStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A failed rollout is rolled back once. The test stands in for Kubernetes' own controllers. */
class RollbackIT {
  @RegisterExtension
  static final ClassStage<OperatorStage> STAGE = ClassStage.of(OperatorStage::start);

  private final OperatorStage stage = STAGE.get();
  private final Scene scene = stage.scene();

  @Fault(
      value = "a rollout that fails, and a restart of the operator without statuses",
      holds = "I10")
  @Test
  void aFailedRolloutIsRolledBackOnceUntilAFixComes() {
    // Given
    String good = scene.source.tip("main");
    scene.apply("web", scene.spec() + "rollback: {mode: OnFailedRollout}\n");
    scene.awaitReady("web", good);
    scene.rollOut(true);
    scene.await("web", now -> now.rollback() != null && now.rollback().completed().contains(good));
    String bad = scene.source.commit("main", "README", "bad");
    scene.awaitReady("web", bad);
    int before = scene.manifestCommits();

    // When
    scene.rollOut(false);

    // Then
    GitOpsBindingStatus held = scene.awaitReason("web", "RolledBack");
    assertThat(condition(held, "Stalled").status()).isEqualTo("True");
    assertThat(scene.manifestText()).contains(IMAGE + ":" + good);
    assertThat(scene.manifestCommits()).isEqualTo(before + 1);
    assertThat(scene.manifest.git("log", "-1", "--format=%B", "main").strip())
        .startsWith("revert(refs): roll " + IMAGE + " back to " + good)
        .contains("writes an older tag on purpose")
        .endsWith(
            "GitOps-Binding: %s/web\nGitOps-Source: %s\nGitOps-Rollback: %s"
                .formatted(scene.namespace, good, bad));
    await()
        .untilAsserted(
            () -> {
              assertThat(scene.events("web"))
                  .filteredOn(event -> event.getReason().equals("RolledBack"))
                  .singleElement()
                  .satisfies(event -> assertThat(event.getType()).isEqualTo("Warning"));
              assertThat(stage.get("/metrics")).contains("gitopsbinding_rollbacks_total 1.0");
            });

    // When: nothing of it is left but the commits in the branch
    stage.restart(() -> scene.clearStatus("web"));
    scene.awaitReason("web", "RolledBack");
    scene.rollOut(true);
    scene.await("web", now -> now.rollback() != null && now.rollback().completed().contains(good));

    // Then
    assertThat(scene.manifestText()).contains(IMAGE + ":" + good);
    assertThat(scene.status("web").rollback().failed()).containsExactly(bad);

    // When
    String fix = scene.source.commit("main", "README", "fix");

    // Then
    GitOpsBindingStatus fixed = scene.awaitReady("web", fix);
    assertThat(fixed.rollback().ended()).isTrue();
    assertThat(scene.manifestText()).contains(IMAGE + ":" + fix);
  }
}
