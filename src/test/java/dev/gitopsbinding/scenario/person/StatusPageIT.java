package dev.gitopsbinding.scenario.person;

import static dev.gitopsbinding.scenario.stage.OperatorStage.IMAGE;
import static dev.gitopsbinding.scenario.stage.OperatorStage.PATH;
import static dev.gitopsbinding.scenario.stage.OperatorStage.condition;
import static dev.gitopsbinding.scenario.stage.OperatorStage.deploymentYaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.BindingCondition;
import dev.gitopsbinding.scenario.stage.OperatorStage;
import dev.gitopsbinding.scenario.stage.Scene;
import dev.gitopsbinding.testing.apiserver.ApiServer;
import dev.gitopsbinding.testing.apiserver.ClassStage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The states of bindings over HTTP are those of the API server; syncs are asked for by POST. */
class StatusPageIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TOKEN = "a-token-of-this-test";

  @RegisterExtension static final ClassStage<OperatorStage> STAGE = ClassStage.of(StatusPageIT::on);

  private final OperatorStage stage = STAGE.get();
  private final Scene scene = stage.scene();

  private static OperatorStage on(ApiServer api) {
    try {
      Path token = Files.createTempFile(Files.createDirectories(Path.of("target")), "token-", "");
      Files.writeString(token, TOKEN);
      return OperatorStage.start(
          api, Map.of("GITOPSBINDING_RECONCILE_TOKEN_FILE", token.toAbsolutePath().toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void theListSaysWhatKubectlSays() throws IOException {
    // Given
    scene.apply("web", scene.spec());
    scene.apply("other", scene.spec().replace("branch: main", "branch: missing"));
    String tip = scene.source.tip("main");
    scene.awaitReady("web", tip);
    scene.awaitReason("other", "BranchNotFound");

    // When
    JsonNode web = row("web");
    JsonNode other = row("other");

    // Then
    JsonNode status = kubectl("web").get("status");
    for (String part : new String[] {"source", "manifest", "lastPush"}) {
      assertThat(web.get(part)).as(part).isEqualTo(status.get(part));
    }
    assertThat(web.get("running").isNull()).isTrue();
    assertThat(web.get("toTag").asText()).isEqualTo(tip);
    assertThat(web.get("fromTag").asText()).isEqualTo("old");
    assertThat(web.get("state").asText()).isEqualTo("ready");
    assertCondition(web, scene.status("web"));
    assertThat(Instant.parse(web.get("nextLook").asText()))
        .isBetween(Instant.now().minusSeconds(2), Instant.now().plusSeconds(11));
    assertThat(other.get("state").asText()).isEqualTo("failed");
    assertCondition(other, scene.status("other"));
    assertThat(stage.get("/status?namespace=" + scene.namespace + "&state=failed"))
        .contains("BranchNotFound")
        .doesNotContain("UpToDate");
  }

  @Test
  void aRequestSyncsBeforeTheIntervalEndsAndAnswersWithTheResult() {
    // Given
    scene.apply("web", scene.spec().replace("interval: 10s", "interval: 1h"));
    scene.awaitReady("web", scene.source.tip("main"));
    String second = scene.source.commit("main", "README", "second");

    // When
    JsonNode rows = reconcile("?namespace=" + scene.namespace + "&name=web");

    // Then
    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).get("ready").asText()).isEqualTo("True");
    assertThat(rows.get(0).get("toTag").asText()).isEqualTo(second);
    assertThat(rows.get(0).path("pending").asBoolean()).isFalse();
    assertThat(scene.manifestText()).contains(IMAGE + ":" + second);
    assertThat(scene.status("web").lastPush().toTag()).isEqualTo(second);
  }

  @Test
  void whatAPersonDecidedStays() {
    // Given
    String first = scene.source.tip("main");
    scene.apply("web", scene.spec().replace("interval: 10s", "interval: 1h"));
    scene.awaitReady("web", first);
    scene.manifest.commit("main", Map.of(PATH, deploymentYaml(IMAGE + ":old")), "Revert it");
    String revert = scene.manifest.tip("main");
    scene.apply("parked", "suspend: true\n" + scene.spec());
    scene.awaitReason("parked", "Suspended");

    // When
    reconcile("?namespace=" + scene.namespace);
    JsonNode rows = reconcile("");

    // Then
    assertThat(named(rows, "web").get("reason").asText()).isEqualTo("ManifestChanged");
    assertThat(named(rows, "web").get("state").asText()).isEqualTo("held");
    assertThat(named(rows, "parked").get("state").asText()).isEqualTo("suspended");
    assertThat(rows.findValues("pending")).isEmpty();
    assertThat(scene.manifest.tip("main")).isEqualTo(revert);
  }

  @Test
  void withoutTheTokenNothingHappens() {
    scene.apply("web", scene.spec().replace("interval: 10s", "interval: 1h"));
    scene.awaitReady("web", scene.source.tip("main"));
    scene.source.commit("main", "README", "second");

    assertThat(stage.post("/reconcile", "wrong-token-wrong-token").statusCode()).isEqualTo(401);
    assertThat(stage.get("/reconcile")).contains("only to POST");
    assertThat(row("web").get("toTag").asText()).isEqualTo(scene.status("web").lastPush().toTag());
    assertThat(scene.manifestCommits()).isEqualTo(2);
  }

  @Test
  void whatHasNotEndedInTimeIsPending() {
    scene.apply("web", scene.spec().replace("interval: 10s", "interval: 1h"));
    scene.awaitReady("web", scene.source.tip("main"));
    scene.source.commit("main", "README", "second");

    JsonNode rows = reconcile("?timeout=0s&namespace=" + scene.namespace);

    assertThat(named(rows, "web").path("pending").asBoolean()).isTrue();
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(scene.status("web").lastPush().toTag())
                    .isEqualTo(scene.source.tip("main")));
  }

  private static void assertCondition(JsonNode row, GitOpsBindingStatus status) {
    BindingCondition ready = condition(status, "Ready");
    assertThat(row.get("ready").asText()).isEqualTo(ready.status());
    assertThat(row.get("reason").asText()).isEqualTo(ready.reason());
    assertThat(row.get("since").asText()).isEqualTo(ready.lastTransitionTime());
    assertThat(row.get("message").asText()).isEqualTo(ready.message());
    assertThat(row.get("rolledOut").asText()).isEqualTo(condition(status, "RolledOut").status());
  }

  /** The answer comes from a cache of one second. */
  private JsonNode row(String name) {
    return await()
        .until(
            () ->
                find(read(stage.get("/status?namespace=" + scene.namespace)), name)
                    .filter(
                        row ->
                            row.get("reason")
                                .asText()
                                .equals(condition(scene.status(name), "Ready").reason())),
            Optional::isPresent)
        .orElseThrow();
  }

  private JsonNode reconcile(String query) {
    HttpResponse<String> answer = stage.post("/reconcile" + query, TOKEN);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return read(answer.body());
  }

  private JsonNode named(JsonNode rows, String name) {
    return find(rows, name).orElseThrow();
  }

  private Optional<JsonNode> find(JsonNode rows, String name) {
    return StreamSupport.stream(rows.spliterator(), false)
        .filter(row -> row.get("namespace").asText().equals(scene.namespace))
        .filter(row -> row.get("name").asText().equals(name))
        .findFirst();
  }

  private JsonNode kubectl(String name) {
    return read(
        stage
            .api()
            .kubectl("get", "gitopsbinding", name, "-n", scene.namespace, "-o", "json")
            .text());
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError(json, e);
    }
  }
}
