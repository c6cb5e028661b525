package dev.gitopsbinding.scenario.telemetry;

import static dev.gitopsbinding.scenario.stage.OperatorStage.IMAGE;
import static dev.gitopsbinding.scenario.stage.OperatorStage.PATH;

import dev.gitopsbinding.scenario.stage.OperatorStage;
import dev.gitopsbinding.scenario.stage.Scene;
import dev.gitopsbinding.telemetry.DashboardPictures;
import dev.gitopsbinding.testing.apiserver.ApiServer;
import dev.gitopsbinding.testing.registry.RegistryServer;
import dev.gitopsbinding.testing.telemetry.PrometheusServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs the operator for some minutes, with bindings that work and some that do not, and draws the
 * dashboards with what a real Prometheus scraped meanwhile. Argument: seconds, 180 if absent.
 */
final class DashboardPicturesMain {
  private static final List<String> NAMES = List.of("media", "payments", "search", "shop");

  private DashboardPicturesMain() {}

  public static void main(String[] arguments) throws Exception {
    int seconds = arguments.length == 0 ? 180 : Integer.parseInt(arguments[0]);
    try (ApiServer api = ApiServer.start();
        RegistryServer registry = RegistryServer.anonymous();
        OperatorStage stage = OperatorStage.start(api, Map.of());
        PrometheusServer prometheus =
            new PrometheusServer(stage.port(), Path.of("deploy/prometheus/alerts.yaml"))) {
      List<Scene> scenes = new ArrayList<>();
      Instant start = Instant.now();
      for (String name : NAMES) {
        Scene scene = stage.scene(api.createNamespace(name));
        scene.apply("web", scene.spec());
        scenes.add(scene);
      }
      Scene shop = scenes.getLast();
      shop.apply("lost", shop.spec().replace(PATH, "apps/lost/deployment.yaml"));
      shop.apply("paused", shop.spec().replace(PATH, "apps/b/deployment.yaml") + "suspend: true");
      shop.secret("registry-ca", "Opaque", Map.of("ca.crt", registry.authorityPem()));
      String waiting = registry.host() + "/acme/cart";
      shop.manifest.commit(
          "main", "apps/cart/deployment.yaml", OperatorStage.deploymentYaml(waiting + ":old"));
      shop.apply(
          "cart",
          shop.spec()
              .replace(PATH, "apps/cart/deployment.yaml")
              .replace(
                  IMAGE + ", check: {mode: Skip}",
                  waiting + ", check: {caSecretRef: {name: registry-ca}}"));
      for (int round = 0; Instant.now().isBefore(start.plusSeconds(seconds)); round++) {
        Scene scene = scenes.get(round % scenes.size());
        String commit = scene.source.commit("main", "README", "commit " + round);
        scene.request("web", commit);
        scene.awaitReady("web", commit);
        Thread.sleep(Duration.ofMillis(1500 + round * 37L % 2000));
        scene.rollOut(round % 9 != 4);
        if (round % 12 == 10) {
          registry.push("acme/cart", shop.source.tip("main"));
        }
      }
      DashboardPictures.write(
          prometheus,
          shop.namespace,
          "cart",
          start.getEpochSecond(),
          Instant.now().getEpochSecond());
    }
    // The threads of servers for tests do not end by themselves.
    System.exit(0);
  }
}
