package dev.gitopsbinding.scenario.isolation;

import static dev.gitopsbinding.scenario.stage.OperatorStage.IMAGE;
import static dev.gitopsbinding.scenario.stage.OperatorStage.condition;
import static dev.gitopsbinding.scenario.stage.OperatorStage.deploymentYaml;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.scenario.stage.OperatorStage;
import dev.gitopsbinding.scenario.stage.Scene;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.apiserver.ApiServer;
import dev.gitopsbinding.testing.apiserver.ApiServerExtension;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An operator that serves some namespaces and no other. */
@ExtendWith(ApiServerExtension.class)
class WatchedNamespacesIT {
  @Fault(value = "restart", holds = "I2")
  @Test
  void bindingsAndDeploymentsOfAllWatchedNamespacesAreKnownAfterARestart(ApiServer api) {
    List<String> watched = Stream.generate(() -> api.createNamespace("watched")).limit(4).toList();
    try (OperatorStage stage = start(api, watched)) {
      // Given
      List<Scene> scenes = watched.stream().map(stage::scene).toList();
      for (Scene scene : scenes) {
        scene.apply(deploymentYaml(IMAGE + ":old"));
        scene.apply("web", scene.spec());
      }
      scenes.forEach(WatchedNamespacesIT::awaitLanded);

      // When
      stage.restart();
      scenes.forEach(scene -> scene.source.commit("main", "README", "second"));

      // Then
      scenes.forEach(WatchedNamespacesIT::awaitLanded);
    }
  }

  private static void awaitLanded(Scene scene) {
    var status = scene.awaitReady("web", scene.source.tip("main"));
    assertThat(condition(status, "RolledOut").reason()).isEqualTo("AwaitingApply");
  }

  private static OperatorStage start(ApiServer api, List<String> watched) {
    return OperatorStage.start(
        api, Map.of("GITOPSBINDING_WATCH_NAMESPACES", String.join(",", watched)));
  }
}
