package dev.gitopsbinding.scenario.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gitopsbinding.scenario.stage.OperatorStage;
import dev.gitopsbinding.scenario.stage.Scene;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.apiserver.ApiServer;
import dev.gitopsbinding.testing.apiserver.ApiServerExtension;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The definition is deleted that all tests need: those that come later find it as it was. */
@ExtendWith(ApiServerExtension.class)
class DeletedDefinitionIT {
  private static final String DEFINITION = "gitopsbindings.gitopsbinding.dev";
  private static final Path DEFINITIONS = Path.of("deploy/crds");

  private final ApiServer api;

  DeletedDefinitionIT(ApiServer api) {
    this.api = api;
  }

  @AfterEach
  void applyDefinition() {
    api.apply(DEFINITIONS);
  }

  @Fault(value = "definition deleted while the operator runs", holds = "I2")
  @Test
  void isReportedByTheReadinessProbeAndFixedWithoutARestart() {
    try (OperatorStage stage = OperatorStage.start(api)) {
      // Given
      Scene scene = stage.scene();
      scene.apply("web", scene.spec());
      scene.awaitReady("web", scene.source.tip("main"));
      assertThat(stage.get("/readyz")).contains("passed");

      // When
      ApiServer.Output deleted = api.kubectl("delete", "crd", DEFINITION, "--timeout=60s");
      assertThat(deleted.exitCode()).as(deleted.text()).isZero();

      // Then
      await()
          .atMost(OperatorStage.PATIENCE)
          .until(
              () -> stage.get("/readyz"),
              text ->
                  text.contains(DEFINITION)
                      && text.contains("kubectl apply -k deploy/crds")
                      && text.contains("failed"));
      assertThat(stage.get("/livez")).contains("passed");

      // When
      api.apply(DEFINITIONS);
      String second = scene.source.commit("main", "README", "second");
      scene.apply("web", scene.spec());

      // Then
      scene.awaitReady("web", second);
      await().atMost(OperatorStage.PATIENCE).until(() -> stage.get("/readyz").contains("passed"));
    }
  }
}
