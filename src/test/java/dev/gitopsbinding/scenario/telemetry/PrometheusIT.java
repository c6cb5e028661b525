package dev.gitopsbinding.scenario.telemetry;

import static dev.gitopsbinding.scenario.stage.OperatorStage.IMAGE;
import static dev.gitopsbinding.scenario.stage.OperatorStage.PATH;
import static dev.gitopsbinding.scenario.stage.OperatorStage.deploymentYaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gitopsbinding.scenario.stage.OperatorStage;
import dev.gitopsbinding.scenario.stage.Scene;
import dev.gitopsbinding.telemetry.Dashboards;
import dev.gitopsbinding.testing.apiserver.ClassStage;
import dev.gitopsbinding.testing.telemetry.PrometheusServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A real Prometheus scrapes the operator, with the shipped rules and the dashboards' queries. */
class PrometheusIT {
  private static final Path RULES = Path.of("deploy/prometheus/alerts.yaml");

  /** What bindings of this test do not use, or what takes hours to happen. */
  private static final Pattern EMPTY_HERE =
      Pattern.compile(
          ".*gitopsbinding_(awaiting|registry|forge|notifications|hook|restore|image_wait|change_failures|lead_time).*|.*\\[(1h|7d|30d)\\].*|.*(!=|operator_sdk).*");

  @RegisterExtension
  static final ClassStage<OperatorStage> STAGE = ClassStage.of(OperatorStage::start);

  private final OperatorStage stage = STAGE.get();
  private final Scene scene = stage.scene();

  @Test
  void theRulesAndTheDashboardsReadWhatTheOperatorShows() throws IOException {
    try (PrometheusServer prometheus = PrometheusServer.withPlainJob(stage.port(), RULES)) {
      // Given
      scene.manifest.commit("main", "apps/api/deployment.yaml", deploymentYaml(IMAGE + ":old"));
      String tip = scene.source.tip("main");
      scene.apply("web", scene.spec());
      scene.apply("lost", scene.spec().replace(PATH, "apps/lost/deployment.yaml"));
      scene.apply("paused", scene.spec().replace(PATH, "apps/b/deployment.yaml") + "suspend: true");
      scene.apply(
          "preview", scene.spec().replace(PATH, "apps/api/deployment.yaml") + "mode: Preview");
      scene.awaitReady("web", tip);
      scene.rollOut(true);
      scene.await("web", now -> OperatorStage.condition(now, "RolledOut").status().equals("True"));
      scene.awaitReason("lost", "FileNotFound");
      scene.awaitReason("preview", "PreviewOnly");

      // When
      await()
          .atMost(OperatorStage.PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(reasons(prometheus))
                    .containsExactlyInAnyOrder(
                        tuple("web", "UpToDate"),
                        tuple("lost", "FileNotFound"),
                        tuple("paused", "Suspended"),
                        tuple("preview", "PreviewOnly"));
                assertThat(prometheus.alerts().map(PrometheusIT::alert).distinct())
                    .containsExactlyInAnyOrder(
                        tuple("GitOpsBindingNotReady", "lost"),
                        tuple("GitOpsBindingSuspended", "paused"));
              });

      // Then
      assertThat(prometheus.rules().toList())
          .isNotEmpty()
          .allSatisfy(
              rule -> {
                assertThat(rule.path("health").asText()).isNotEqualTo("err");
                assertThat(prometheus.query(rule.path("query").asText())).isNotNull();
              });
      await()
          .atMost(OperatorStage.PATIENCE)
          .untilAsserted(() -> assertThat(unanswered(prometheus)).isEmpty());
      assertThat(stage.get("/metrics")).doesNotContainPattern("# HELP \\S+ *\\n");
    }
  }

  /** The dashboards' queries that fail, or that show nothing. */
  private List<String> unanswered(PrometheusServer prometheus) throws IOException {
    return Dashboards.expressions(scene.namespace, "web", "1m").stream()
        .filter(expression -> !EMPTY_HERE.matcher(expression).matches())
        .filter(expression -> prometheus.query(expression).findAny().isEmpty())
        .toList();
  }

  private List<Tuple> reasons(PrometheusServer prometheus) {
    return prometheus
        .query("gitopsbinding:reason{namespace=\"" + scene.namespace + "\"}")
        .map(sample -> sample.path("metric"))
        .map(labels -> tuple(labels.path("name").asText(), labels.path("reason").asText()))
        .toList();
  }

  private static Tuple alert(JsonNode alert) {
    JsonNode labels = alert.path("labels");
    return tuple(labels.path("alertname").asText(), labels.path("name").asText());
  }
}
