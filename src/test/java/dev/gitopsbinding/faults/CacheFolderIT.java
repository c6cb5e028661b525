package dev.gitopsbinding.faults;

import static dev.gitopsbinding.scenario.stage.OperatorStage.PATIENCE;
import static dev.gitopsbinding.scenario.stage.OperatorStage.condition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.scenario.stage.Scene;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.apiserver.ApiServer;
import dev.gitopsbinding.testing.apiserver.ApiServerExtension;
import dev.gitopsbinding.testing.apiserver.ClassStage;
import dev.gitopsbinding.testing.program.Command;
import dev.gitopsbinding.testing.program.OperatorProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The cache folder fails under the running operator, and before it starts. The process goes on,
 * says so, tries again with backoff, and is well again as soon as the folder is.
 */
@ExtendWith(ApiServerExtension.class)
@EnabledOnOs(value = OS.LINUX, disabledReason = "needs setpriv(1) and prlimit(1)")
class CacheFolderIT {
  private static final String POD = "operator-0";
  private static final int STARTING_FAILED = 1;
  private static final int LARGE = 2 << 20;

  /** Also root is bound to a folder's rights then. */
  private static final List<String> WITHOUT_CAPABILITIES =
      System.getProperty("user.name").equals("root")
          ? List.of("setpriv", "--inh-caps=-all", "--bounding-set=-all")
          : List.of();

  @RegisterExtension static final ClassStage<ProgramStage> STAGE = ClassStage.of(ProgramStage::set);

  private static OperatorProgram operator;

  private final ProgramStage stage = STAGE.get();
  private final Scene scene = stage.scene();

  @BeforeAll
  static void start(ApiServer api) {
    operator = STAGE.get().start(POD, WITHOUT_CAPABILITIES);
    operator.awaitReady();
    operator.awaitLeading(api.admin());
  }

  /** Lost copies are fetched again, and nobody notices. */
  @Fault(value = "cache folder deleted", holds = "I2")
  @Test
  void aFolderThatVanishedIsCreatedAgain() {
    // Given
    String first = scene.source.tip("main");
    scene.apply("vanished", scene.spec());
    scene.awaitReady("vanished", first);

    // When
    run("rm", "-rf", stage.cacheFolder(POD).toString());
    String second = scene.source.commit("main", "README", "second");
    scene.request("vanished", "now");

    // Then
    scene.awaitReady("vanished", second);
    new Written(scene).isOnceEach(first, second);
    assertThat(operator.isAlive()).isTrue();
  }

  /** The status says why nothing lands, and it lands when the reason is gone. */
  @Fault(value = "cache folder read-only", holds = "I2")
  @Test
  void aFolderThatBecameReadOnlyIsToldAndHeals() {
    // Given
    String first = scene.source.tip("main");
    scene.apply("read-only", scene.spec());
    scene.awaitReady("read-only", first);

    // When
    run("chmod", "-R", "a-w", stage.cacheFolder(POD).toString());
    String second = scene.source.commit("main", "README", "second");
    scene.request("read-only", "now");

    // Then
    GitOpsBindingStatus failed = scene.awaitReason("read-only", "InternalError");
    assertThat(condition(failed, "Ready").message()).contains("local copy", "cache folder");

    // When
    run("chmod", "-R", "u+w", stage.cacheFolder(POD).toString());

    // Then
    scene.awaitReady("read-only", second);
    new Written(scene).isOnceEach(first, second);
    assertThat(operator.isAlive()).isTrue();
  }

  /** The status says why, others go on, and it lands when there is room. */
  @Fault(
      value = "disk full",
      holds = {"I2", "I6"})
  @Test
  void aFullDiskIsToldAndHeals() {
    // Given
    byte[] noise = new byte[LARGE];
    new Random(5).nextBytes(noise);
    scene.manifest.commitBytes("main", Map.of("noise", noise), "does not fit");
    Scene small = stage.scene();
    limitFiles(String.valueOf(LARGE / 2));
    double fetches = fetches();
    double syncs = failedSyncs();
    long start = System.nanoTime();

    // When
    scene.apply("full", scene.spec());

    // Then
    GitOpsBindingStatus failed = scene.awaitReason("full", "InternalError");
    assertThat(condition(failed, "Ready").message()).contains("cache folder", "free space");
    await().atMost(PATIENCE).until(() -> failedSyncs() >= syncs + 2);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(1));
    assertThat(fetches() - fetches).isLessThanOrEqualTo(2 * (failedSyncs() - syncs) + 2);

    // When
    String fits = small.source.tip("main");
    small.apply("small", small.spec());

    // Then
    small.awaitReady("small", fits);

    // When
    limitFiles("unlimited");

    // Then
    String tip = scene.source.tip("main");
    scene.awaitReady("full", tip);
    new Written(scene).isOnceEach(tip);
    assertThat(operator.isAlive()).isTrue();
  }

  /** Nothing is done, and the process says what to do. */
  @Fault(value = "cache folder read-only at the start", holds = "I2")
  @Test
  void aFolderThatCannotBeWrittenEndsTheStartWithItsName() throws IOException {
    // Given
    String name = "cannot-start";
    Path folder = Files.createDirectories(stage.cacheFolder(name));
    run("chmod", "a-w", folder.toString());

    // When
    OperatorProgram other = stage.start(name, WITHOUT_CAPABILITIES);

    // Then
    assertThat(other.awaitEnd(PATIENCE).exitCode()).isEqualTo(STARTING_FAILED);
    assertThat(other.logText())
        .contains("cache folder " + folder, "GITOPSBINDING_CACHE_DIR", "AccessDenied");
  }

  private static double fetches() {
    return operator.sum(
        "gitopsbinding_git_operation_duration_seconds_count", "operation=\"fetch\"");
  }

  private static double failedSyncs() {
    return operator.sum("gitopsbinding_sync_duration_seconds_count", "result=\"InternalError\"");
  }

  /** No file of the operator may grow over so many bytes; a disk that is full fails alike. */
  private static void limitFiles(String bytes) {
    run("prlimit", "--pid", String.valueOf(operator.pid()), "--fsize=" + bytes + ":");
  }

  private static void run(String... command) {
    Command.in(Path.of("").toAbsolutePath()).run(command);
  }
}
