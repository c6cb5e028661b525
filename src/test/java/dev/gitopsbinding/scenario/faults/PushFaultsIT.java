package dev.gitopsbinding.scenario.faults;

import static dev.gitopsbinding.scenario.stage.OperatorStage.IMAGE;
import static dev.gitopsbinding.scenario.stage.OperatorStage.PATH;
import static dev.gitopsbinding.scenario.stage.OperatorStage.condition;
import static dev.gitopsbinding.scenario.stage.OperatorStage.deploymentYaml;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.scenario.stage.OperatorStage;
import dev.gitopsbinding.scenario.stage.Scene;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.apiserver.ClassStage;
import dev.gitopsbinding.testing.git.GitCommandBlocker;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What can happen to a manifest branch while the operator pushes to it, and between pushes. */
class PushFaultsIT {
  /** Locked by who stops the git host. */
  private static final String HOST = "git host";

  @RegisterExtension
  static final ClassStage<OperatorStage> STAGE = ClassStage.of(OperatorStage::start);

  private final OperatorStage stage = STAGE.get();
  private final Scene scene = stage.scene();

  @Fault(value = "connection cut after the server accepted", holds = "I3")
  @ResourceLock(HOST)
  @Test
  void aPushWhoseAnswerIsLostIsNotMadeTwice() {
    // Given
    GitCommandBlocker blocker = GitCommandBlocker.afterPush(scene.manifest);
    scene.apply("web", scene.spec());
    blocker.awaitHeld();

    // When
    stage.git().stop();
    blocker.release();
    stage.git().startAgain();

    // Then
    scene.awaitReady("web", scene.source.tip("main"));
    assertThat(scene.manifestCommits()).isEqualTo(2);
  }

  @Fault(value = "another push lands after the advertisement", holds = "I1")
  @Test
  void aCommitThatComesBetweenIsKept() {
    // Given
    GitCommandBlocker blocker = GitCommandBlocker.beforePush(scene.manifest);
    scene.apply("web", scene.spec());
    blocker.awaitHeld();

    // When
    String theirs = scene.manifest.commit("main", "NOTES", "by hand");
    blocker.release();

    // Then
    scene.awaitReady("web", scene.source.tip("main"));
    assertThat(scene.manifest.log("main", "%H")).contains(theirs).hasSize(3);
  }

  @Fault(value = "manifest branch rewritten by force", holds = "I1")
  @Execution(ExecutionMode.CONCURRENT)
  @ResourceLock(value = HOST, mode = ResourceAccessMode.READ)
  @Test
  void aBranchThatWasRewrittenByForceIsNotFoughtUntilTheSourceMoves() {
    // Given
    String first = scene.manifest.tip("main");
    scene.apply("web", scene.spec());
    scene.awaitReady("web", scene.source.tip("main"));
    String ours = scene.manifest.tip("main");

    // When
    scene.manifest.git("update-ref", "refs/heads/main", first);
    String theirs =
        scene.manifest.commit("main", Map.of("NOTES", "rewritten"), "Begin from the first again");

    // Then
    var status = scene.awaitReason("web", "ManifestChanged");
    assertThat(condition(status, "Stalled").status()).isEqualTo("True");
    assertThat(scene.manifest.tip("main")).isEqualTo(theirs);

    // When
    String next = scene.source.commit("main", "README", "second");

    // Then
    scene.awaitReady("web", next);
    assertThat(scene.manifest.log("main", "%H"))
        .hasSize(3)
        .contains(first, theirs)
        .doesNotContain(ours);
  }

  @Fault(
      value = "manifest branch deleted",
      holds = {"I1", "I2"})
  @Execution(ExecutionMode.CONCURRENT)
  @ResourceLock(value = HOST, mode = ResourceAccessMode.READ)
  @Test
  void aDeletedBranchIsNotMadeAgain() {
    // Given
    scene.apply("web", scene.spec());
    scene.awaitReady("web", scene.source.tip("main"));
    String tip = scene.manifest.tip("main");

    // When
    scene.manifest.git("update-ref", "-d", "refs/heads/main");
    scene.manifest.commit("other", PATH, deploymentYaml(IMAGE + ":old"));
    String next = scene.source.commit("main", "README", "second");

    // Then
    scene.awaitReason("web", "BranchNotFound");
    assertThat(scene.manifest.git("for-each-ref", "--format=%(refname)"))
        .isEqualTo("refs/heads/other");

    // When
    scene.manifest.git("update-ref", "refs/heads/main", tip);

    // Then
    scene.awaitReady("web", next);
    assertThat(scene.manifestCommits()).isEqualTo(3);
  }

  @Fault(value = "binding deleted and created again during its push", holds = "I3")
  @Test
  void aBindingThatIsDeletedDuringItsPushLeavesNothingBehind() {
    // Given
    GitCommandBlocker blocker = GitCommandBlocker.beforePush(scene.manifest);
    scene.apply("web", scene.spec());
    blocker.awaitHeld();

    // When
    scene.delete("web");
    scene.apply("web", scene.spec().replace("name: web", "name: other"));
    blocker.release();

    // Then
    scene.awaitReady("web", scene.source.tip("main"));
    assertThat(scene.manifestCommits()).isEqualTo(2);
  }

  @Fault(
      value = "two bindings of one file; one name in two namespaces",
      holds = {"I1", "I4"})
  @Test
  void twoImagesOfOneFileAndEqualNamesInTwoNamespacesDoNotDisturbEachOther() {
    // Given
    Scene other = stage.scene();
    String sidecar = "ghcr.io/acme/sidecar";
    scene.manifest.commit(
        "main",
        PATH,
        deploymentYaml(IMAGE + ":old")
            + "        - {name: sidecar, image: '"
            + sidecar
            + ":old'}\n");
    String shared =
        other
            .spec()
            .replace(stage.git().url(other.manifestName), stage.git().url(scene.manifestName))
            .replace(IMAGE, sidecar);

    // When
    scene.apply("web", scene.spec());
    other.apply("web", shared);

    // Then
    scene.awaitReady("web", scene.source.tip("main"));
    other.awaitReady("web", other.source.tip("main"));
    assertThat(scene.manifestText())
        .contains(IMAGE + ":" + scene.source.tip("main"))
        .contains(sidecar + ":" + other.source.tip("main"));
    assertThat(scene.manifestCommits()).isEqualTo(4);
  }
}
