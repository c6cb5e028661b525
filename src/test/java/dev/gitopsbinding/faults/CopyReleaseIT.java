package dev.gitopsbinding.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gitopsbinding.scenario.stage.Scene;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.apiserver.ClassStage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The running operator deletes a local copy as soon as no binding names it any more. */
class CopyReleaseIT {
  private static final String POD = "operator-0";

  /** Much less than the idle time; the machine may be busy. */
  private static final Duration SOON = Duration.ofSeconds(10);

  @RegisterExtension static final ClassStage<ProgramStage> STAGE = ClassStage.of(ProgramStage::set);

  private final ProgramStage stage = STAGE.get();

  @BeforeAll
  static void start() {
    STAGE.get().startLeader(POD);
  }

  @Fault(value = "bindings deleted, suspended and pointed elsewhere", holds = "I6")
  @Test
  void copiesLeaveWithTheLastBindingThatNamesThem() {
    // Given
    List<Scene> scenes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Scene scene = stage.scene();
      scene.apply("binding" + i, scene.spec());
      scenes.add(scene);
    }
    for (int i = 0; i < 4; i++) {
      scenes.get(i).awaitReady("binding" + i, scenes.get(i).source.tip("main"));
    }
    Set<String> all = copies();
    assertThat(all).hasSize(4);

    // When, then: deleted
    scenes.get(0).delete("binding0");
    await().atMost(SOON).until(() -> copies().size() == 3);

    // When, then: suspended
    scenes.get(1).apply("binding1", scenes.get(1).spec() + "\nsuspend: true");
    await().atMost(SOON).until(() -> copies().size() == 2);

    // When, then: pointed elsewhere
    Set<String> before = copies();
    Scene other = stage.scene();
    scenes.get(2).apply("binding2", other.spec());
    other.awaitReady("binding2", other.source.tip("main"));
    await().atMost(SOON).until(() -> copies().size() == 2);
    assertThat(copies()).isNotEqualTo(before).containsAnyElementsOf(before);

    // When, then: gone on with
    scenes.get(1).apply("binding1", scenes.get(1).spec() + "\nsuspend: false");
    String tip = scenes.get(1).source.commit("main", "README", "second");
    scenes.get(1).request("binding1", "now");
    scenes.get(1).awaitReady("binding1", tip);
    assertThat(copies()).hasSize(3);
  }

  private static Set<String> copies() {
    Path folder = STAGE.get().cacheFolder(POD).resolve(STAGE.get().processFolders(POD).getFirst());
    try (Stream<Path> copies = Files.list(folder)) {
      return copies.map(copy -> copy.getFileName().toString()).collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
