package dev.gitopsbinding.scenario.credential;

import static dev.gitopsbinding.scenario.credential.CanaryStage.CERTIFICATES;
import static dev.gitopsbinding.scenario.stage.OperatorStage.IMAGE;
import static dev.gitopsbinding.scenario.stage.OperatorStage.PATH;
import static dev.gitopsbinding.scenario.stage.OperatorStage.condition;
import static dev.gitopsbinding.scenario.stage.OperatorStage.deploymentYaml;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.scenario.stage.Scene;
import dev.gitopsbinding.testing.git.GitRepository;
import dev.gitopsbinding.testing.git.HttpGitServer;
import dev.gitopsbinding.testing.secrets.CanaryScan;
import java.util.Map;

/**
 * A scene with an HTTPS server beside it. In the end nothing that the test hid may be in the
 * cluster, the metrics, the states, the repositories or the log.
 */
final class CanaryScene implements AutoCloseable {
  final CanaryStage stage;
  final Scene scene;
  final HttpGitServer https = HttpGitServer.https(CERTIFICATES.serverContext());

  CanaryScene(CanaryStage stage) {
    this.stage = stage;
    scene = stage.operator.scene();
    https.createRepository("web.git").commit("main", "README", "first");
  }

  /** What Ready says with a reason. */
  String message(String reason) {
    return condition(scene.awaitReason("web", reason), "Ready").message();
  }

  GitRepository manifestOverHttps() {
    GitRepository manifest = https.createRepository("deploy.git");
    manifest.commit("main", PATH, deploymentYaml(IMAGE + ":old"));
    return manifest;
  }

  /** The spec of a sound binding whose source or manifest is at the HTTPS server. */
  String overHttps(String part, String repository) {
    return scene.spec(part, https.url(repository), "https");
  }

  /** Sets a Secret that may be sent to the HTTPS server. */
  void secret(String name, Map<String, String> data) {
    String hosts = "127.0.0.1:%d,localhost:%<d".formatted(https.port());
    scene.opaqueSecret(name, Map.of("gitopsbinding.dev/hosts", hosts), data);
  }

  @Override
  public void close() {
    CanaryScan scan = stage.scan;
    https.close();
    scan.searchCluster(stage.operator.api().admin());
    scan.search("metrics", stage.operator.get("/metrics"));
    scan.search("states", stage.operator.get("/status"));
    scan.searchRepository(scene.source);
    scan.searchRepository(scene.manifest);
    scan.searchLogs();
    assertThat(scan.takeFindings()).isEmpty();
  }
}
