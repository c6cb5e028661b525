package dev.gitopsbinding.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gitopsbinding.testing.ApiServer;
import dev.gitopsbinding.testing.Fault;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** On an API server of its own: the definition is deleted that all others need. */
class DeletedDefinitionIT {
  private static final String DEFINITION = "gitopsbindings.gitopsbinding.dev";

  @AutoClose private static ApiServer api;

  @BeforeAll
  static void start() {
    api = ApiServer.start();
  }

  @Fault(value = "definition deleted while the operator runs", holds = "I2")
  @Test
  void isToldByTheReadinessProbeAndMendedWithoutARestart() {
    try (OperatorStage stage = OperatorStage.start(api)) {
      // Given
      Scene scene = stage.scene();
      scene.apply("web", scene.spec());
      scene.awaitReady("web", scene.source.tip("main"));
      assertThat(stage.get("/readyz")).contains("passed");

      // When
      ApiServer.Output deleted = api.kubectl("delete", "crd", DEFINITION);
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
      api.apply(Path.of("deploy/crds"));
      String second = scene.source.commit("main", "README", "second");
      scene.apply("web", scene.spec());

      // Then
      scene.awaitReady("web", second);
      await().atMost(OperatorStage.PATIENCE).until(() -> stage.get("/readyz").contains("passed"));
    }
  }
}
