package dev.gitopsbinding.scenario.telemetry;

import static dev.gitopsbinding.scenario.stage.OperatorStage.IMAGE;
import static dev.gitopsbinding.scenario.stage.OperatorStage.PATH;
import static dev.gitopsbinding.scenario.stage.OperatorStage.deploymentYaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gitopsbinding.scenario.stage.OperatorStage;
import dev.gitopsbinding.scenario.stage.Scene;
import dev.gitopsbinding.testing.apiserver.ApiServer;
import dev.gitopsbinding.testing.apiserver.ApiServerExtension;
import dev.gitopsbinding.testing.registry.RegistryServer;
import dev.gitopsbinding.testing.secrets.CanaryScan;
import dev.gitopsbinding.testing.telemetry.OtlpCollector;
import dev.gitopsbinding.testing.telemetry.OtlpCollector.Span;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A real receiver gets one trace for each sync, and nothing that is secret. */
@ExtendWith(ApiServerExtension.class)
class TracingIT {
  private static OtlpCollector collector;
  private static CanaryScan scan;
  private static OperatorStage stage;

  private final Scene scene = stage.scene();
  private final String tip = scene.source.tip("main");

  @BeforeAll
  static void start(ApiServer api) {
    collector = OtlpCollector.start();
    scan = CanaryScan.start();
    stage =
        OperatorStage.start(
            api,
            Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                collector.endpoint(),
                "OTEL_EXPORTER_OTLP_HEADERS",
                "Authorization=Bearer%20" + scan.canary("token of the collector"),
                "OTEL_EXPORTER_OTLP_COMPRESSION",
                "gzip",
                "OTEL_RESOURCE_ATTRIBUTES",
                "deployment.environment.name=lab",
                "OTEL_BSP_SCHEDULE_DELAY",
                "50"));
    scan.hideKey("private key", stage.git().privateKey());
  }

  @AfterAll
  static void stop() {
    stage.close();
    collector.close();
    scan.search("traces", collector.text());
    scan.searchLogs();
    scan.close();
    assertThat(scan.takeFindings()).isEmpty();
  }

  @Test
  void aSyncIsOneTraceWithItsQuestionsGitOperationsLookupPushAndStatus() {
    try (RegistryServer registry = RegistryServer.anonymous()) {
      // Given
      String image = registry.host() + "/acme/web";
      scene.secret("registry-ca", "Opaque", Map.of("ca.crt", registry.authorityPem()));
      scene.manifest.commit("main", PATH, deploymentYaml(image + ":old"));
      registry.push("acme/web", tip);

      // When
      scene.apply("web", checking(image));
      scene.awaitReady("web", tip);

      // Then
      Span sync = awaitPushOf("web");
      List<Span> trace = collector.trace(sync.trace());
      assertThat(sync.attributes())
          .containsEntry("k8s.namespace.name", scene.namespace)
          .containsEntry("gitopsbinding.reason", "UpToDate");
      assertThat(sync.resource())
          .containsEntry("service.name", "gitopsbinding-operator")
          .containsEntry("deployment.environment.name", "lab");
      assertThat(parents(trace))
          .containsEntry("question source-tip", Set.of("sync"))
          .containsEntry("question manifest", Set.of("sync"))
          .containsEntry("question image", Set.of("sync"))
          // The manifest of a new binding is fetched beside the first question. A push reads the
          // tip again if the read before it is no longer recent, as on a slow machine.
          .hasEntrySatisfying(
              "git ls-refs", parents -> assertThat(parents).contains("question source-tip", "sync"))
          .containsEntry("git fetch", Set.of("sync"))
          .containsEntry("registry lookup", Set.of("question image"))
          .containsEntry("push", Set.of("sync"))
          .containsEntry("push batch", Set.of("push"))
          .containsEntry("git push", Set.of("push batch"))
          .containsEntry("status", Set.of("sync"));
      assertThat(one(trace, "git push").attributes())
          .containsEntry("vcs.ref.head.name", "main")
          .containsEntry("vcs.repository.url.full", manifestUrl());
      assertThat(one(trace, "push").attributes())
          .containsEntry("gitopsbinding.tag", tip)
          .containsEntry("gitopsbinding.result", "Pushed");
      assertThat(one(trace, "registry lookup").attributes())
          .containsEntry("server.address", registry.host())
          .containsEntry("gitopsbinding.result", "found");
      assertThat(trace).noneMatch(Span::failed);
    }
  }

  @Test
  void aFailureIsShownWhereItHappens() {
    // When
    scene.apply("web", scene.spec().replace("ref: {branch: main}", "ref: {branch: gone}"));
    scene.awaitReason("web", "BranchNotFound");

    // Then
    Span sync = awaitSync("web", trace -> true);
    List<Span> trace = collector.trace(sync.trace());
    assertThat(sync.attributes()).containsEntry("error.type", "BranchNotFound");
    assertThat(trace)
        .filteredOn(Span::failed)
        .extracting(Span::name)
        .contains("sync", "question source-tip", "git ls-refs");
  }

  @Test
  void aBatchIsLinkedWithTheSyncsThatItCarries() {
    // Given: two bindings of one source and one branch
    String other = "apps/api/deployment.yaml";
    scene.manifest.commit("main", other, deploymentYaml(IMAGE + ":old"));
    scene.apply("web", scene.spec());
    scene.apply("api", scene.spec().replace(PATH, other));
    scene.awaitReady("web", tip);
    scene.awaitReady("api", tip);

    // When: pushed in one batch, as a rule at the first time
    Span batch =
        await("two pushes in one batch")
            .atMost(OperatorStage.PATIENCE)
            .until(this::pushBoth, Optional::isPresent)
            .orElseThrow();

    // Then
    Span carrier = byId(batch.parent());
    assertThat(batch.links()).hasSize(1);
    Span carried = byId(batch.links().getFirst());
    assertThat(List.of(carrier, carried)).extracting(Span::name).containsOnly("push");
    assertThat(carried.trace()).isNotEqualTo(batch.trace());
    assertThat(carried.links()).containsExactly(batch.id());
    assertThat(collector.trace(carried.trace()))
        .filteredOn(Span::isRoot)
        .extracting(Span::name)
        .containsExactly("sync");
  }

  private String checking(String image) {
    return scene
        .spec()
        .replace(
            "image: {name: %s, check: {mode: Skip}}".formatted(IMAGE),
            "image: {name: \"%s\", check: {caSecretRef: {name: registry-ca}}}".formatted(image));
  }

  /** Lets both bindings push; the batch, if it was one. */
  private Optional<Span> pushBoth() {
    String newer = scene.source.commit("main", "README", UUID.randomUUID().toString());
    scene.request("web", newer);
    scene.request("api", newer);
    scene.awaitReady("web", newer);
    scene.awaitReady("api", newer);
    awaitSync("web", trace -> pushed(trace, newer));
    awaitSync("api", trace -> pushed(trace, newer));
    return collector.spans().stream()
        .filter(span -> span.attribute("gitopsbinding.batch.size").equals("2"))
        .filter(span -> byId(span.parent()).attribute("gitopsbinding.tag").equals(newer))
        .findFirst();
  }

  private static boolean pushed(List<Span> trace, String tag) {
    return trace.stream().anyMatch(span -> span.attribute("gitopsbinding.tag").equals(tag));
  }

  private String manifestUrl() {
    return stage.git().url(scene.manifestName).replaceFirst("//[^@/]*@", "//");
  }

  private Span awaitPushOf(String binding) {
    return awaitSync(binding, trace -> pushed(trace, tip));
  }

  /** Waits for the sync of the binding whose trace is wanted, with all that came before its end. */
  private Span awaitSync(String binding, Predicate<List<Span>> wanted) {
    return await("the trace of " + binding)
        .atMost(OperatorStage.PATIENCE)
        .until(
            () ->
                collector.spans().stream()
                    .filter(Span::isRoot)
                    .filter(span -> span.attribute("gitopsbinding.name").equals(binding))
                    .filter(span -> span.attribute("k8s.namespace.name").equals(scene.namespace))
                    .filter(span -> wanted.test(collector.trace(span.trace())))
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  private static Span byId(String id) {
    return await("span " + id)
        .atMost(OperatorStage.PATIENCE)
        .until(
            () -> collector.spans().stream().filter(span -> span.id().equals(id)).findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  private static Span one(List<Span> trace, String name) {
    return trace.stream().filter(span -> span.name().equals(name)).findFirst().orElseThrow();
  }

  /** For each name of a span, the names of the spans that it is in. */
  private static Map<String, Set<String>> parents(List<Span> trace) {
    Map<String, String> names = trace.stream().collect(Collectors.toMap(Span::id, Span::name));
    return trace.stream()
        .filter(span -> !span.isRoot())
        .collect(
            Collectors.groupingBy(
                Span::name,
                Collectors.mapping(span -> names.get(span.parent()), Collectors.toSet())));
  }
}
