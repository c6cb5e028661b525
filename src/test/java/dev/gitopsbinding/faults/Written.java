package dev.gitopsbinding.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.scenario.stage.OperatorStage;
import dev.gitopsbinding.scenario.stage.Scene;
import java.util.List;

/** What became of a manifest repository, read from its history and its reflog. */
record Written(Scene scene) {
  /**
   * Holds what must be true after every fault: each of these source commits was written once, in
   * this order (I3), the file differs from the first one in nothing but the tag (I4), and the
   * branch only ever moved forward, so that no commit was lost (I1).
   */
  void isOnceEach(String... sources) {
    assertThat(sources()).containsExactly(sources);
    assertThat(scene.manifestText())
        .isEqualTo(
            OperatorStage.deploymentYaml(OperatorStage.IMAGE + ":" + sources[sources.length - 1]));
    List<String> log = scene.manifest.log("main", "%H");
    List<String> moves =
        scene.manifest.git("reflog", "show", "--format=%H", "main").lines().toList();
    assertThat(log).startsWith(moves.toArray(String[]::new));
  }

  /** The source commits that the operator's commits name, oldest first. */
  List<String> sources() {
    return scene
        .manifest
        .git("log", "--reverse", "--format=%(trailers:key=GitOps-Source,valueonly)", "main")
        .lines()
        .filter(line -> !line.isBlank())
        .toList();
  }
}
