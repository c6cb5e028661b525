package dev.gitopsbinding.scenario.push;

import static dev.gitopsbinding.scenario.stage.OperatorStage.IMAGE;
import static dev.gitopsbinding.scenario.stage.OperatorStage.condition;
import static dev.gitopsbinding.scenario.stage.OperatorStage.deploymentYaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.scenario.stage.OperatorStage;
import dev.gitopsbinding.scenario.stage.Scene;
import dev.gitopsbinding.testing.apiserver.ClassStage;
import dev.gitopsbinding.testing.git.GitRepository;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many bindings of few sources and one manifest repository; the benchmark has thousands. */
class CrowdIT {
  private static final int SIZE = 60;
  private static final int SOURCES = 3;

  /** Longer than an interval with its spread, so that each binding is synced at least once. */
  private static final Duration OBSERVED = Duration.ofSeconds(13);

  @RegisterExtension
  static final ClassStage<OperatorStage> STAGE = ClassStage.of(OperatorStage::start);

  private final OperatorStage stage = STAGE.get();

  @Test
  void aBurstLandsInFewPushesOverFewLoginsAndWithOneStatusWriteForEachBinding() {
    // Given
    Crowd crowd = new Crowd("5m");
    crowd.awaitLanded();
    List<String> tips = crowd.commit();
    double pushes = metric("gitopsbinding_pushes_total");
    int logins = stage.git().logins();

    Map<String, Integer> changes = new ConcurrentHashMap<>();
    try (Watch _ = crowd.watch(changes)) {
      // When
      IntStream.range(0, SOURCES).forEach(i -> crowd.scene.request(name(i), "burst"));
      crowd.awaitLanded();
    }

    // Then
    assertThat(crowd.scene.manifest.log("main", "%H")).hasSize(1 + 2 * SIZE);
    assertThat(crowd.scene.manifest.log("main", "%s").subList(0, SIZE))
        .allSatisfy(subject -> assertThat(tips).anyMatch(subject::endsWith));
    assertThat(metric("gitopsbinding_pushes_total") - pushes).isBetween(1.0, 5.0);
    assertThat(stage.git().logins()).isLessThanOrEqualTo(logins + 1);
    assertThat(changes)
        .hasSize(SIZE)
        .allSatisfy((name, count) -> assertThat(count).as(name).isEqualTo(asked(name) ? 2 : 1));
  }

  @Test
  void bindingsWithNothingToDoShareTheirReadsAndWriteNothing() {
    // Given
    Crowd crowd = new Crowd("10s");
    crowd.awaitLanded();
    int logins = stage.git().logins();
    // The server counts: the operator also looks at bindings that other tests left behind.
    int reads = stage.git().sessionPorts().size();
    Instant start = Instant.now();

    // When
    Map<String, Integer> changes = new ConcurrentHashMap<>();
    try (Watch _ = crowd.watch(changes)) {
      await()
          .atMost(Duration.ofMinutes(1))
          .pollInterval(Duration.ofMillis(200))
          .until(() -> Duration.between(start, Instant.now()).compareTo(OBSERVED) >= 0);
    }

    // Then
    int branches = SOURCES + 1;
    assertThat(stage.git().sessionPorts().size() - reads).isBetween(branches, 3 * branches);
    assertThat(stage.git().logins()).isEqualTo(logins);
    assertThat(changes).isEmpty();
  }

  private static boolean asked(String name) {
    return IntStream.range(0, SOURCES).anyMatch(i -> name.equals(name(i)));
  }

  private static String name(int number) {
    return "app-" + number;
  }

  private static String path(int number) {
    return "apps/" + name(number) + "/deployment.yaml";
  }

  private static double metric(String prefix) {
    return STAGE
        .get()
        .get("/metrics")
        .lines()
        .filter(line -> line.startsWith(prefix))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  /** Bindings with a file each, whose sources take turns. */
  private static final class Crowd {
    private final Scene scene = STAGE.get().scene();
    private final List<String> sourceNames =
        IntStream.range(0, SOURCES).mapToObj(i -> scene.namespace + "-" + i + ".git").toList();
    private final List<GitRepository> sources =
        sourceNames.stream().map(STAGE.get().git()::createRepository).toList();

    Crowd(String interval) {
      sources.forEach(source -> source.commit("main", "README", "first"));
      Map<String, String> files = new TreeMap<>();
      IntStream.range(0, SIZE).forEach(i -> files.put(path(i), deploymentYaml(IMAGE + ":old")));
      scene.manifest.commit("main", files, "Begin");
      scene.manifest.git("update-ref", "refs/heads/main", root(scene.manifest));
      IntStream.range(0, SIZE).forEach(i -> scene.apply(name(i), spec(i, interval)));
    }

    /** One commit without parents, so that commits can be counted. */
    private static String root(GitRepository repository) {
      return repository.git("commit-tree", "main^{tree}", "-m", "Begin");
    }

    private String spec(int number, String interval) {
      return scene
          .spec()
          .replace("interval: 10s", "interval: " + interval)
          .replace(scene.sourceName, sourceNames.get(number % SOURCES))
          .replace(OperatorStage.PATH, path(number));
    }

    List<String> commit() {
      sources.forEach(source -> source.commit("main", "README", "next"));
      return sources.stream().map(source -> source.tip("main")).toList();
    }

    void awaitLanded() {
      List<String> tips = sources.stream().map(source -> source.tip("main")).toList();
      await()
          .atMost(Duration.ofMinutes(2))
          .pollInterval(Duration.ofMillis(200))
          .until(
              () ->
                  bindings().stream()
                      .filter(binding -> isLanded(binding, tips))
                      .map(binding -> binding.getMetadata().getName())
                      .collect(Collectors.toSet()),
              landed -> landed.size() == SIZE);
    }

    private static boolean isLanded(GitOpsBinding binding, List<String> tips) {
      int number = Integer.parseInt(binding.getMetadata().getName().substring("app-".length()));
      return binding.getStatus() != null
          && "True".equals(condition(binding.getStatus(), "Ready").status())
          && tips.get(number % SOURCES).equals(binding.getStatus().source().commit());
    }

    private List<GitOpsBinding> bindings() {
      return STAGE
          .get()
          .api()
          .admin()
          .resources(GitOpsBinding.class)
          .inNamespace(scene.namespace)
          .list()
          .getItems();
    }

    /** Counts the changes of each binding from now on. */
    Watch watch(Map<String, Integer> changes) {
      return STAGE
          .get()
          .api()
          .admin()
          .resources(GitOpsBinding.class)
          .inNamespace(scene.namespace)
          .watch(
              new Watcher<>() {
                @Override
                public void eventReceived(Action action, GitOpsBinding binding) {
                  if (action == Action.MODIFIED) {
                    changes.merge(binding.getMetadata().getName(), 1, Integer::sum);
                  }
                }

                @Override
                public void onClose(WatcherException cause) {}
              });
    }
  }
}
