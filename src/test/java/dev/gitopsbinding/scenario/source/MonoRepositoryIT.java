package dev.gitopsbinding.scenario.source;

import static dev.gitopsbinding.scenario.stage.OperatorStage.IMAGE;
import static dev.gitopsbinding.scenario.stage.OperatorStage.PATH;
import static dev.gitopsbinding.scenario.stage.OperatorStage.PATIENCE;
import static dev.gitopsbinding.scenario.stage.OperatorStage.deploymentYaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gitopsbinding.scenario.stage.OperatorStage;
import dev.gitopsbinding.scenario.stage.Scene;
import dev.gitopsbinding.testing.apiserver.ClassStage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many services in one repository, which holds their manifests too: each has its own commits. */
class MonoRepositoryIT {
  private static final int SERVICES = 200;
  private static final int COMMITS = 40;
  private static final long SEED = 20_261_129;

  @RegisterExtension
  static final ClassStage<OperatorStage> STAGE = ClassStage.of(OperatorStage::start);

  private final OperatorStage stage = STAGE.get();
  private final Scene scene = stage.scene();

  @Test
  void eachOfManyServicesGetsTheTagOfTheNewestCommitThatTouchesIt() {
    // Given
    scene.source.commit("main", files(IntStream.range(0, SERVICES).boxed().toList()), "all");
    Random random = new Random(SEED);
    for (int i = 0; i < COMMITS; i++) {
      scene.source.commit("main", changes(random.ints(5, 0, SERVICES).boxed().toList(), i), "some");
    }
    Map<String, String> wanted = new TreeMap<>();
    for (int i = 0; i < SERVICES; i++) {
      wanted.put(service(i), asGitSays(i));
    }
    assertThat(wanted.values().stream().distinct().count()).isGreaterThan(COMMITS / 2);

    // When
    for (int i = 0; i < SERVICES; i++) {
      scene.apply(service(i), spec(i));
    }

    // Then
    awaitTags(wanted);
    assertThat(commitsOfTheOperator()).as("one for each service").isEqualTo(SERVICES);

    // When
    String next = scene.source.commit("main", changes(List.of(3, 77, 150), COMMITS), "three");
    List.of(3, 77, 150).forEach(i -> wanted.put(service(i), next));
    scene.request(service(0), "three");

    // Then
    awaitTags(wanted);
    assertThat(commitsOfTheOperator()).isEqualTo(SERVICES + 3);
  }

  private static String service(int number) {
    return "s%03d".formatted(number);
  }

  private static Map<String, String> files(List<Integer> services) {
    Map<String, String> files = changes(services, 0);
    services.forEach(
        i ->
            files.put(
                "deploy/%s.yaml".formatted(service(i)),
                deploymentYaml(IMAGE + ":old").replace(": web", ": " + service(i))));
    return files;
  }

  private static Map<String, String> changes(List<Integer> services, int change) {
    Map<String, String> files = new TreeMap<>();
    services.forEach(
        i -> files.put("services/%s/src/main".formatted(service(i)), service(i) + change));
    return files;
  }

  private String asGitSays(int number) {
    return scene.source.git(
        "log",
        "-1",
        "--first-parent",
        "--format=%H",
        "main",
        "--",
        ":(glob)services/" + service(number));
  }

  private String spec(int number) {
    return scene
        .spec()
        .replace("interval: 10s", "interval: 5m")
        .replace(scene.git.url(scene.manifestName), scene.git.url(scene.sourceName))
        .replace("target: {name: web}", "target: {name: %s}".formatted(service(number)))
        .replace(PATH, "deploy/%s.yaml".formatted(service(number)))
        .replaceFirst(
            "(source: .*)}\n", "$1, paths: {include: [services/%s]}}\n".formatted(service(number)));
  }

  private void awaitTags(Map<String, String> wanted) {
    await()
        .atMost(PATIENCE.multipliedBy(2))
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(() -> assertThat(tags()).isEqualTo(wanted));
  }

  /** The tag of each service in the manifests at the tip. */
  private Map<String, String> tags() {
    return scene
        .source
        .git("grep", "--full-name", "-o", IMAGE + ":[0-9a-z]*", "main", "--", "deploy")
        .lines()
        .collect(
            Collectors.toMap(
                line -> line.replaceAll(".*deploy/(.*)\\.yaml:.*", "$1"),
                line -> line.replaceAll(".*:", ""),
                (one, _) -> one,
                TreeMap::new));
  }

  private long commitsOfTheOperator() {
    return scene
        .source
        .log("main", "%(trailers:key=GitOps-Binding,valueonly,separator=%x20)")
        .stream()
        .filter(trailer -> !trailer.isBlank())
        .count();
  }
}
