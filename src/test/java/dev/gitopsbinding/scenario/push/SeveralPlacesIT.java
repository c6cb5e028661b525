package dev.gitopsbinding.scenario.push;

import static dev.gitopsbinding.scenario.stage.OperatorStage.IMAGE;
import static dev.gitopsbinding.scenario.stage.OperatorStage.PATH;
import static dev.gitopsbinding.scenario.stage.OperatorStage.condition;
import static dev.gitopsbinding.scenario.stage.OperatorStage.deploymentYaml;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.PlaceStatus;
import dev.gitopsbinding.scenario.stage.OperatorStage;
import dev.gitopsbinding.scenario.stage.Scene;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.apiserver.ClassStage;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A Deployment and a Kustomization hold one image, and one binding writes both. */
class SeveralPlacesIT {
  private static final String KUSTOMIZATION = "overlays/production/kustomization.yaml";

  @RegisterExtension
  static final ClassStage<OperatorStage> STAGE = ClassStage.of(OperatorStage::start);

  private final Scene scene = STAGE.get().scene();

  @Fault(value = "tag reverted by hand in one of several files", holds = "I2")
  @Execution(ExecutionMode.CONCURRENT)
  @Test
  void bothPlacesAreWrittenInOneCommitAndARevertOfOneHolds() {
    // Given
    scene.manifest.commit("main", KUSTOMIZATION, kustomization("old"));
    int commits = scene.manifestCommits();
    String first = scene.source.tip("main");

    // When
    scene.apply("web", spec());

    // Then
    GitOpsBindingStatus ready = scene.awaitReady("web", first);
    assertThat(scene.manifestCommits()).isEqualTo(commits + 1);
    assertThat(scene.manifestText()).contains(IMAGE + ":" + first);
    assertThat(scene.manifest.text("main", KUSTOMIZATION)).isEqualTo(kustomization(first));
    assertThat(condition(ready, "Ready").message())
        .startsWith("2 places (%s, %s) hold tag %s.".formatted(PATH, KUSTOMIZATION, first));
    assertThat(ready.manifest().places())
        .extracting(PlaceStatus::image)
        .containsExactly(IMAGE + ":" + first, IMAGE + ":" + first);

    // When
    scene.manifest.commit("main", Map.of(KUSTOMIZATION, kustomization("old")), "Revert it");
    String revert = scene.manifest.tip("main");

    // Then
    GitOpsBindingStatus held = scene.awaitReason("web", "ManifestChanged");
    assertThat(condition(held, "Ready").message())
        .contains(" set %s:old in place of ".formatted(IMAGE))
        .contains(" in %s (commit %s)".formatted(KUSTOMIZATION, revert.substring(0, 7)));
    assertThat(scene.manifest.tip("main")).isEqualTo(revert);

    // When
    scene.request("web", "now");

    // Then
    scene.awaitReady("web", first);
    assertThat(scene.manifest.text("main", KUSTOMIZATION)).isEqualTo(kustomization(first));
    assertThat(scene.manifest.git("diff", "--name-only", revert, "main").strip())
        .isEqualTo(KUSTOMIZATION);
  }

  @Execution(ExecutionMode.CONCURRENT)
  @Test
  void nothingIsWrittenWhileOneFileIsMissing() {
    // When
    scene.apply("web", spec());

    // Then
    GitOpsBindingStatus failed = scene.awaitReason("web", "FileNotFound");
    assertThat(condition(failed, "Ready").message())
        .startsWith("spec.manifest.edits[1].path: no file " + KUSTOMIZATION);
    assertThat(scene.manifestText()).isEqualTo(deploymentYaml(IMAGE + ":old"));

    // When
    scene.manifest.commit("main", KUSTOMIZATION, kustomization("old"));

    // Then
    String first = scene.source.tip("main");
    scene.awaitReady("web", first);
    assertThat(scene.manifestText()).contains(IMAGE + ":" + first);
  }

  private String spec() {
    return scene
        .spec()
        .replace("path: " + PATH, "edits: [{path: %s}, {path: %s}]".formatted(PATH, KUSTOMIZATION));
  }

  private static String kustomization(String tag) {
    return """
        apiVersion: kustomize.config.k8s.io/v1beta1
        kind: Kustomization
        images:
        - name: web
          newName: %s
          newTag: %s # by the operator
        """
        .formatted(IMAGE, tag);
  }
}
