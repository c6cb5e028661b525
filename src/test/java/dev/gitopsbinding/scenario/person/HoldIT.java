package dev.gitopsbinding.scenario.person;

import static dev.gitopsbinding.scenario.stage.OperatorStage.IMAGE;
import static dev.gitopsbinding.scenario.stage.OperatorStage.PATH;
import static dev.gitopsbinding.scenario.stage.OperatorStage.condition;
import static dev.gitopsbinding.scenario.stage.OperatorStage.deploymentYaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.scenario.stage.OperatorStage;
import dev.gitopsbinding.scenario.stage.Scene;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.apiserver.ClassStage;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A person reverts a tag, suspends a binding, or asks for a sync at once. */
class HoldIT {
  @RegisterExtension
  static final ClassStage<OperatorStage> STAGE = ClassStage.of(OperatorStage::start);

  private final OperatorStage stage = STAGE.get();
  private final Scene scene = stage.scene();

  @Fault(value = "tag reverted by hand", holds = "I2")
  @Execution(ExecutionMode.CONCURRENT)
  @Test
  void aHumansRevertStaysUntilTheTipMovesOn() {
    // Given
    String first = scene.source.tip("main");
    scene.apply("web", scene.spec());
    scene.awaitReady("web", first);

    // When
    scene.manifest.commit("main", Map.of(PATH, deploymentYaml(IMAGE + ":old")), "Revert it");
    String revert = scene.manifest.tip("main");

    // Then
    GitOpsBindingStatus held = scene.awaitReason("web", "ManifestChanged");
    assertThat(condition(held, "Ready").message()).contains(revert.substring(0, 7), "On hold: ");
    assertThat(scene.manifest.tip("main")).isEqualTo(revert);
    await()
        .untilAsserted(
            () ->
                assertThat(scene.events("web"))
                    .extracting(Event::getReason)
                    .contains("ManifestChanged"));

    // When
    String second = scene.source.commit("main", "README", "second");

    // Then
    scene.awaitReady("web", second);
    assertThat(scene.manifestText()).contains(IMAGE + ":" + second);
    await()
        .atMost(OperatorStage.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(scene.events("web"))
                    .extracting(Event::getReason)
                    .containsExactlyInAnyOrder("Pushed", "ManifestChanged", "Pushed", "Recovered"));
  }

  @Execution(ExecutionMode.CONCURRENT)
  @Test
  void aRequestWritesTheTagAgainOverAHold() {
    // Given
    String first = scene.source.tip("main");
    scene.apply("web", scene.spec());
    scene.awaitReady("web", first);
    scene.manifest.commit("main", Map.of(PATH, deploymentYaml(IMAGE + ":old")), "Revert it");
    scene.awaitReason("web", "ManifestChanged");

    // When
    scene.request("web", "now");

    // Then
    GitOpsBindingStatus status = scene.awaitReady("web", first);
    assertThat(status.lastHandledRequestedAt()).isEqualTo("now");
    assertThat(scene.manifestText()).contains(IMAGE + ":" + first);
  }

  @Test
  void aRequestSyncsBeforeTheIntervalEnds() {
    // Given
    scene.apply("web", scene.spec().replace("interval: 10s", "interval: 1h"));
    scene.awaitReady("web", scene.source.tip("main"));

    // When
    String second = scene.source.commit("main", "README", "second");
    scene.request("web", "now");

    // Then
    scene.awaitReady("web", second);
    assertThat(scene.manifestText()).contains(IMAGE + ":" + second);
  }

  @Test
  void aSuspendedBindingWritesNothingAndSaysSo() {
    // Given
    scene.apply("web", "suspend: true\n" + scene.spec());

    // When
    GitOpsBindingStatus status = scene.awaitReason("web", "Suspended");

    // Then
    assertThat(condition(status, "Ready").status()).isEqualTo("Unknown");
    assertThat(condition(status, "Suspended").status()).isEqualTo("True");
    assertThat(scene.manifestCommits()).isEqualTo(1);

    // When
    scene.apply("web", "suspend: false\n" + scene.spec());

    // Then
    scene.awaitReady("web", scene.source.tip("main"));
  }
}
