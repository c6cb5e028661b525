package dev.gitopsbinding.scenario.push;

import static dev.gitopsbinding.scenario.stage.OperatorStage.IMAGE;
import static dev.gitopsbinding.scenario.stage.OperatorStage.PATH;
import static dev.gitopsbinding.scenario.stage.OperatorStage.condition;
import static dev.gitopsbinding.scenario.stage.OperatorStage.deploymentYaml;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.scenario.stage.OperatorStage;
import dev.gitopsbinding.scenario.stage.Scene;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.apiserver.ClassStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Only the object that a binding names is written; where the file has none such, nothing is. */
class TargetIT {
  private static final String OLD = deploymentYaml(IMAGE + ":old");

  @RegisterExtension
  static final ClassStage<OperatorStage> STAGE = ClassStage.of(OperatorStage::start);

  private final OperatorStage stage = STAGE.get();
  private final Scene scene = stage.scene();

  @Fault(
      value = "target that is not in the file",
      holds = {"I2", "I4"})
  @Execution(ExecutionMode.CONCURRENT)
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "webb | apps/v1              | Deployment  | web     | it has Deployment web (line 1)",
        "web  | apps/v1              | Deployment  | shopweb | it has Deployment shopweb (line 1)",
        "web  | apps/v1              | StatefulSet | web     | it has StatefulSet web (line 1)",
        "web  | argoproj.io/v1alpha1 | Rollout     | web     | it has Rollout web (line 1)",
        "web  | example.com/v1       | Deployment  | web     | it has example.com/v1 Deployment web",
      })
  void anotherObjectIsNeverTakenForTheTarget(
      String target, String apiVersion, String kind, String name, String says) {
    // Given
    String manifest =
        OLD.replace("apps/v1", apiVersion)
            .replace("Deployment", kind)
            .replace("  name: web\n", "  name: " + name + "\n");
    String before = scene.manifest.commit("main", PATH, manifest);

    // When
    scene.apply("web", specWith(target, ""));

    // Then
    GitOpsBindingStatus status = scene.awaitReason("web", "TargetNotInFile");
    assertThat(condition(status, "Ready").status()).isEqualTo("False");
    assertThat(condition(status, "Ready").message())
        .startsWith(PATH + " has no Deployment " + target + "; ")
        .contains(says);
    assertThat(status.lastPush()).isNull();
    assertThat(scene.manifest.tip("main")).isEqualTo(before);

    // When: a person puts the target beside it
    scene.manifest.commit(
        "main",
        PATH,
        manifest + "---\n" + OLD.replace("  name: web\n", "  name: " + target + "\n"));

    // Then
    String tip = scene.source.tip("main");
    scene.awaitReady("web", tip);
    assertThat(scene.manifestText())
        .startsWith(manifest)
        .endsWith(
            "---\n"
                + deploymentYaml(IMAGE + ":" + tip)
                    .replace("  name: web\n", "  name: " + target + "\n"));
  }

  @Test
  void anObjectWithAnotherNameInTheFileIsWrittenOnceTheBindingSaysSo() {
    // Given: Kustomize makes prod-web of it
    String before = scene.manifest.tip("main");
    scene.apply("web", specWith("prod-web", ""));
    assertThat(condition(scene.awaitReason("web", "TargetNotInFile"), "Ready").message())
        .contains("set spec.manifest.object.name");
    assertThat(scene.manifest.tip("main")).isEqualTo(before);

    // When
    scene.apply("web", specWith("prod-web", "  object: {name: web}\n"));

    // Then
    String tip = scene.source.tip("main");
    GitOpsBindingStatus status = scene.awaitReady("web", tip);
    assertThat(scene.manifestText()).isEqualTo(deploymentYaml(IMAGE + ":" + tip));
    assertThat(status.lastPush().selection()).startsWith("Deployment/web ");
    assertThat(condition(status, "RolledOut").message()).contains("Deployment prod-web");
  }

  @Test
  void ofTwoNamespacesTheBindingsOwnIsWrittenAndAnotherOnlyOnRequest() {
    // Given
    String own = inNamespace(scene.namespace, "old");
    String other = inNamespace("elsewhere", "old");
    scene.manifest.commit("main", PATH, other + "---\n" + own);

    // When
    scene.apply("web", scene.spec());

    // Then
    String tip = scene.source.tip("main");
    scene.awaitReady("web", tip);
    assertThat(scene.manifestText()).isEqualTo(other + "---\n" + inNamespace(scene.namespace, tip));

    // When
    scene.apply("web", specWith("web", "  object: {name: web, namespace: elsewhere}\n"));

    // Then
    scene.await("web", status -> status.lastPush().selection().endsWith(" in elsewhere"));
    assertThat(scene.manifestText())
        .isEqualTo(inNamespace("elsewhere", tip) + "---\n" + inNamespace(scene.namespace, tip));
  }

  @Fault(
      value = "path in another case",
      holds = {"I2", "I4"})
  @Test
  void theTagOfAKustomizationIsWritten() {
    // Given
    String path = "apps/web/kustomization.yaml";
    String text = "images:\n- name: %s # ours\n- name: nginx\n".formatted(IMAGE);
    scene.manifest.commit("main", path, text);

    // When
    scene.apply("web", scene.spec().replace(PATH, path));

    // Then
    String tip = scene.source.tip("main");
    GitOpsBindingStatus status = scene.awaitReady("web", tip);
    assertThat(scene.manifest.text("main", path))
        .isEqualTo(text.replace("# ours\n", "# ours\n  newTag: " + tip + "\n"));
    assertThat(status.manifest().image()).isEqualTo(IMAGE + ":" + tip);
  }

  @Test
  void aMisspeltPathNamesRepositoryAndFile() {
    // When
    scene.apply("web", scene.spec().replace(PATH, "apps/Web/deployment.yaml"));

    // Then
    GitOpsBindingStatus status = scene.awaitReason("web", "FileNotFound");
    assertThat(condition(status, "Ready").message())
        .startsWith("spec.manifest.path: no file apps/Web/deployment.yaml in ssh://127.0.0.1:")
        .contains("/" + scene.manifestName + "@main (commit ")
        .endsWith("). Did you mean " + PATH + "?");
  }

  private String specWith(String target, String object) {
    return scene.spec().replace("target: {name: web}", "target: {name: " + target + "}") + object;
  }

  private static String inNamespace(String namespace, String tag) {
    return deploymentYaml(IMAGE + ":" + tag)
        .replace("  name: web\n", "  name: web\n  namespace: " + namespace + "\n");
  }
}
