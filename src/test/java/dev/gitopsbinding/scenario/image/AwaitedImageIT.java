package dev.gitopsbinding.scenario.image;

import static dev.gitopsbinding.scenario.stage.OperatorStage.IMAGE;
import static dev.gitopsbinding.scenario.stage.OperatorStage.PATH;
import static dev.gitopsbinding.scenario.stage.OperatorStage.condition;
import static dev.gitopsbinding.scenario.stage.OperatorStage.deploymentYaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gitopsbinding.scenario.stage.OperatorStage;
import dev.gitopsbinding.scenario.stage.Scene;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.apiserver.ApiServer;
import dev.gitopsbinding.testing.apiserver.ApiServerExtension;
import dev.gitopsbinding.testing.registry.RegistryServer;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is said and asked while an image is awaited for long. */
@ExtendWith(ApiServerExtension.class)
class AwaitedImageIT {
  private static final String REPOSITORY = "acme/web";

  private OperatorStage stage;
  private Scene scene;
  private RegistryServer registry;

  @BeforeEach
  void start(ApiServer api) {
    stage = OperatorStage.start(api);
    scene = stage.scene();
    registry = RegistryServer.anonymous();
    scene.secret("registry-ca", "Opaque", Map.of("ca.crt", registry.authorityPem()));
    String image = registry.host() + "/" + REPOSITORY + ":old";
    scene.manifest.commit("main", PATH, deploymentYaml(image));
    scene.apply(deploymentYaml(image));
    scene.apply(
        "web",
        scene
            .spec()
            .replace("interval: 10s", "interval: 1h")
            .replace(
                "image: {name: %s, check: {mode: Skip}}".formatted(IMAGE),
                "image: {name: \"%s/%s\", check: {caSecretRef: {name: registry-ca}}}"
                    .formatted(registry.host(), REPOSITORY)));
    scene.awaitReason("web", "ImageNotFound");
  }

  @AfterEach
  void stop() {
    stage.close();
    registry.close();
  }

  @Fault(value = "image that is never built", holds = "I2")
  @Test
  void whoWaitsIsToldWhereWhatHelpsAndOnceThatItTakesLong() {
    // Given
    String tip = scene.source.tip("main");
    var status = scene.status("web");

    // Then
    assertThat(condition(status, "Ready").message())
        .startsWith("Waiting since " + status.awaiting().since())
        .contains("registry " + registry.host() + " has no tag " + tip + " of " + REPOSITORY)
        .doesNotContain("Skip");
    assertThat(condition(status, "RolledOut").reason()).isEqualTo("AwaitingPush");
    assertThat(condition(status, "RolledOut").message())
        .contains("not in the manifest repository", "see Ready (ImageNotFound)")
        .doesNotContain("apply");
    assertThat(stage.get("/metrics")).contains("gitopsbinding_awaiting_seconds{");
    assertThat(warnings()).isEmpty();

    // When
    stage.clock().setWrongBy(Duration.ofMinutes(16));

    // Then
    scene.await("web", now -> Boolean.TRUE.equals(now.awaiting().overdue()));
    await().atMost(OperatorStage.PATIENCE).until(() -> warnings().size() == 1);

    // When
    long asked = requests(tip);
    stage.restart();
    await().atMost(OperatorStage.PATIENCE).until(() -> requests(tip) > asked);
    scene.request("web", "now");
    await().atMost(OperatorStage.PATIENCE).until(() -> requests(tip) > asked + 1);
    registry.push(REPOSITORY, tip);
    scene.request("web", "again");

    // Then
    assertThat(scene.awaitReady("web", tip).awaiting()).isNull();
    assertThat(warnings()).hasSize(1);
  }

  @Fault(value = "Deployment that changes all the time while an image is awaited", holds = "I6")
  @Test
  void eventsOfTheDeploymentAskNoRegistry() {
    // Given
    String tip = scene.source.tip("main");
    // After eight minutes the next look is more than a minute away.
    stage.clock().setWrongBy(Duration.ofMinutes(8));
    // A look that began before the clock was set may be planned by either time.
    scene.request("web", "early");
    scene.await("web", status -> "early".equals(status.lastHandledRequestedAt()));
    long asked = requests(tip);

    // When
    for (int change = 1; change <= 5; change++) {
      String running = registry.host() + "/" + REPOSITORY + ":by-hand-" + change;
      scene.apply(deploymentYaml(running));
      // The operator has handled the event when the status tells of it.
      scene.await("web", status -> running.equals(status.running().image()));
      await().pollDelay(Duration.ofMillis(900)).until(() -> true);
    }

    // Then
    assertThat(requests(tip)).as("asked by its own schedule alone").isEqualTo(asked);

    // When
    scene.request("web", "now");

    // Then
    await().atMost(OperatorStage.PATIENCE).until(() -> requests(tip) > asked);
  }

  private List<Event> warnings() {
    return scene.events("web").stream()
        .filter(event -> event.getReason().equals("ImageNotFound"))
        .filter(event -> event.getType().equals("Warning"))
        .toList();
  }

  private long requests(String tag) {
    return registry.requests().stream().filter(request -> request.path().endsWith(tag)).count();
  }
}
