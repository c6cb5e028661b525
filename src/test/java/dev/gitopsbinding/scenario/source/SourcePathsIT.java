package dev.gitopsbinding.scenario.source;

import static dev.gitopsbinding.scenario.stage.OperatorStage.IMAGE;
import static dev.gitopsbinding.scenario.stage.OperatorStage.PATH;
import static dev.gitopsbinding.scenario.stage.OperatorStage.condition;
import static dev.gitopsbinding.scenario.stage.OperatorStage.deploymentYaml;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.scenario.stage.OperatorStage;
import dev.gitopsbinding.scenario.stage.Scene;
import dev.gitopsbinding.testing.apiserver.ClassStage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two services in one repository, which holds their manifests too. */
class SourcePathsIT {
  @RegisterExtension
  static final ClassStage<OperatorStage> STAGE = ClassStage.of(OperatorStage::start);

  private static final List<String> SERVICES = List.of("web", "api");
  private final Scene scene = STAGE.get().scene();
  private int requests;

  @BeforeEach
  void manifestsInTheSourceRepository() {
    for (String service : SERVICES) {
      scene.source.commit(
          "main",
          manifest(service),
          deploymentYaml(IMAGE + ":old").replace(": web", ": " + service));
    }
  }

  @ParameterizedTest(name = "filters: {0}")
  @ValueSource(booleans = {true, false})
  void oneRepositoryIsSourceAndManifestOfSeveralServices(boolean filters) {
    // Given
    scene.source.git("config", "uploadpack.allowFilter", String.valueOf(filters));
    String web = scene.source.commit("main", "services/web/main", "1");
    String api = scene.source.commit("main", "services/api/main", "1");
    scene.source.commit("main", "README", "documentation");

    // When
    SERVICES.forEach(service -> apply(service, "include: [services/%s]".formatted(service)));

    // Then
    awaitTag("web", web);
    awaitTag("api", api);
    awaitSettled();
    assertThat(pushes("web")).isOne();
    assertThat(pushes("api")).isOne();

    // When: a change of one service, and then of something else
    String next = scene.source.commit("main", "services/api/src/main", "2");
    request();
    awaitTag("api", next);
    scene.source.commit("main", "README", "more documentation");

    // Then
    awaitSettled();
    assertThat(pushes("web")).isOne();
    assertThat(pushes("api")).isEqualTo(2);
    assertThat(text("web")).contains(IMAGE + ":" + web);

    // When: a change of both
    String both =
        scene.source.commit(
            "main", Map.of("services/web/main", "3", "services/api/main", "3"), "both");
    request();

    // Then
    awaitTag("web", both);
    awaitTag("api", both);
    awaitSettled();
    assertThat(pushes("web")).isEqualTo(2);
    assertThat(pushes("api")).isEqualTo(3);
  }

  @Test
  void aCommitThatTheOperatorMadeForAnotherServiceIsNotDeployedSoThatNoLoopBegins() {
    // Given: paths that leave out the own manifest alone
    String change = scene.source.commit("main", "services/main", "1");
    apply("web", "exclude: [%s]".formatted(manifest("web")));
    awaitTag("web", change);

    // When
    apply("api", "exclude: [%s]".formatted(manifest("api")));

    // Then
    GitOpsBindingStatus held = scene.awaitReason("api", "SourceIsManifest");
    assertThat(condition(held, "Ready").message())
        .contains(
            "which the operator made for %s/web".formatted(scene.namespace),
            "spec.source.paths.exclude");
    request();
    scene.awaitReady("web", scene.source.tip("main"));
    assertThat(pushes("web")).isOne();
    assertThat(pushes("api")).isZero();
  }

  private void apply(String service, String paths) {
    scene.apply(
        service,
        scene
            .spec()
            .replace(scene.git.url(scene.manifestName), scene.git.url(scene.sourceName))
            .replace("target: {name: web}", "target: {name: %s}".formatted(service))
            .replace(PATH, manifest(service))
            .replaceFirst("(source: .*)}\n", "$1, paths: {%s}}\n".formatted(paths)));
  }

  private static String manifest(String service) {
    return "deploy/%s.yaml".formatted(service);
  }

  private void request() {
    requests++;
    SERVICES.forEach(service -> scene.request(service, String.valueOf(requests)));
  }

  private void awaitTag(String service, String commit) {
    scene.await(
        service,
        status ->
            status.manifest() != null && (IMAGE + ":" + commit).equals(status.manifest().image()));
    assertThat(text(service)).contains(IMAGE + ":" + commit);
  }

  /** Waits until both bindings are Ready for the tip, which may be a commit of the operator. */
  private void awaitSettled() {
    request();
    String tip = scene.source.tip("main");
    SERVICES.forEach(service -> scene.awaitReady(service, tip));
    assertThat(scene.source.tip("main")).isEqualTo(tip);
  }

  private String text(String service) {
    return scene.source.text("main", manifest(service));
  }

  private long pushes(String service) {
    return scene
        .source
        .log("main", "%(trailers:key=GitOps-Binding,valueonly,separator=%x20)")
        .stream()
        .filter(trailer -> trailer.strip().endsWith("/" + service))
        .count();
  }
}
