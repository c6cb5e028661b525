package dev.gitopsbinding.faults;

import static dev.gitopsbinding.scenario.stage.OperatorStage.IMAGE;
import static dev.gitopsbinding.scenario.stage.OperatorStage.PATH;
import static dev.gitopsbinding.scenario.stage.OperatorStage.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gitopsbinding.scenario.stage.Scene;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.apiserver.ClassStage;
import dev.gitopsbinding.testing.program.OperatorProgram;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Bindings of one namespace whose manifests are legal and as costly as can be, in a pod of the
 * shipped size. Four once made 16 of 18 probes fail, and the process end without memory.
 */
class HugeManifestsIT {
  private static final int GREEDY = 0;
  private static final int QUIET = 1;
  private static final int ROUNDS = 4;
  private static final int FILES = 3;

  /** A kubelet waits 5 s, by the shipped Deployment; 1.3 s was the longest on a busy machine. */
  private static final Duration PROBE_LIMIT = Duration.ofSeconds(3);

  /**
   * What the neighbour's commit may take longer than without them. It was 2 s on a busy machine,
   * and 6 to 11 s where large files were parsed without turns.
   */
  private static final Duration DELAY_LIMIT = Duration.ofSeconds(5);

  @RegisterExtension
  static final ClassStage<ProgramStage> STAGE =
      ClassStage.of(api -> ProgramStage.set(api, List.of("greedy", "quiet")));

  private static OperatorProgram operator;

  private final ProgramStage stage = STAGE.get();
  private final Map<HugeManifest, Scene> greedy = new EnumMap<>(HugeManifest.class);
  private final List<String> probes = new CopyOnWriteArrayList<>();
  private Scene quiet;

  @BeforeAll
  static void start() {
    operator = STAGE.get().startLeader("operator-0");
  }

  @Fault(
      value = "twelve legal manifests of 1 MiB, as costly as can be, that change all the time",
      holds = {"I2", "I6"})
  @Test
  void theyKeepNeitherProbesNorOthersWaiting() {
    // Given
    quiet = stage.scene(QUIET);
    quiet.apply("quiet", quiet.spec());
    quiet.awaitReady("quiet", quiet.source.tip("main"));
    Duration alone = land();
    for (HugeManifest shape : HugeManifest.values()) {
      greedy.put(shape, stage.scene(GREEDY));
    }
    List<Duration> landings = new ArrayList<>();

    // When
    try (ScheduledExecutorService prober = Executors.newSingleThreadScheduledExecutor()) {
      var _ = prober.scheduleAtFixedRate(this::probe, 0, 1, TimeUnit.SECONDS);
      for (int round = 0; round < ROUNDS; round++) {
        change(round);
        landings.add(land());
      }

      // Then
      assertThat(probes).hasSizeGreaterThan(ROUNDS / 2).containsOnly("in time");
      assertThat(landings).allMatch(landing -> landing.compareTo(alone.plus(DELAY_LIMIT)) < 0);
      greedy.forEach(HugeManifestsIT::awaitResults);
    }
    assertThat(probes).containsOnly("in time");
    assertThat(operator.isAlive()).isTrue();
  }

  /** Another text of each file, and another tag for it. */
  private void change(int round) {
    greedy.forEach(
        (shape, scene) -> {
          Map<String, String> files = new HashMap<>();
          for (int i = 0; i < FILES; i++) {
            files.put(path(i), shape.text("round " + round));
          }
          scene.manifest.commit("main", files, "round " + round);
          scene.source.commit("main", "README", "round " + round);
          for (int i = 0; i < FILES; i++) {
            if (round == 0) {
              scene.apply(name(shape, i), scene.spec().replace(PATH, path(i)));
            } else {
              scene.request(name(shape, i), "round " + round);
            }
          }
        });
  }

  private static void awaitResults(HugeManifest shape, Scene scene) {
    for (int i = 0; i < FILES; i++) {
      if (shape.refusal().isEmpty()) {
        scene.awaitReady(name(shape, i), scene.source.tip("main"));
        assertThat(scene.manifest.text("main", path(i)))
            .contains(IMAGE + ":" + scene.source.tip("main"))
            .contains("# round " + (ROUNDS - 1));
      } else {
        scene.awaitReason(name(shape, i), shape.refusal());
      }
    }
  }

  /** Moves the neighbour's source; answers how long its commit takes to land. */
  private Duration land() {
    String tip = quiet.source.commit("main", "README", "commit of " + System.nanoTime());
    long start = System.nanoTime();
    quiet.request("quiet", tip);
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> quiet.manifestText().contains(IMAGE + ":" + tip));
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private void probe() {
    try {
      Duration took = operator.probe("/livez");
      probes.add(took.compareTo(PROBE_LIMIT) < 0 ? "in time" : "after " + took);
    } catch (IllegalStateException | UncheckedIOException e) {
      probes.add(e.toString());
    }
  }

  private static String name(HugeManifest shape, int number) {
    return shape.name().toLowerCase(Locale.ROOT) + "-" + number;
  }

  private static String path(int number) {
    return "apps/web/%d.yaml".formatted(number);
  }
}
