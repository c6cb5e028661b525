package dev.gitopsbinding.scenario.isolation;

import static dev.gitopsbinding.scenario.stage.OperatorStage.IMAGE;
import static dev.gitopsbinding.scenario.stage.OperatorStage.PATH;
import static dev.gitopsbinding.scenario.stage.OperatorStage.deploymentYaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gitopsbinding.scenario.stage.OperatorStage;
import dev.gitopsbinding.scenario.stage.Scene;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.apiserver.ApiServer;
import dev.gitopsbinding.testing.apiserver.ApiServerExtension;
import dev.gitopsbinding.testing.git.GitRepository;
import dev.gitopsbinding.testing.git.SshKeyFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Namespaces whose repositories hang, at a git host that is sound for all others. A real sshd
 * serves them; a script holds what is asked for in repositories whose names say so.
 */
@ExtendWith(ApiServerExtension.class)
class HostFairnessIT {
  private static final int ROUNDS = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Twice as long as alone is the bar; this is for a busy machine. */
  private static final Duration NOISE = Duration.ofSeconds(2);

  private OperatorStage stage;
  private Scene victim;
  private Path hanging;
  private final AtomicInteger requests = new AtomicInteger();

  @BeforeEach
  void start(ApiServer api) throws IOException {
    stage = OperatorStage.start(api);
    hanging = Files.createDirectory(stage.git().repositories().resolve("hanging"));
    stage
        .git()
        .before(
            """
            case "$SSH_ORIGINAL_COMMAND" in
              *silent*) pause=1 ;;
              *dripping*) pause=5; printf fff0 ;;
              *) exit 0 ;;
            esac
            touch '%1$s'/$$
            while [ -e '%1$s' ]; do sleep $pause; if [ $pause = 5 ]; then printf a; fi; done
            """
                .formatted(hanging));
    victim = stage.scene();
    victim.apply("web", victim.spec().replace("interval: 10s", "interval: 5m"));
    victim.awaitReady("web", victim.source.tip("main"));
  }

  @AfterEach
  void stop() throws IOException {
    try (Stream<Path> files = Files.list(hanging)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(hanging);
    stage.close();
  }

  @Fault(value = "git host silent for 50 bindings of another namespace", holds = "I6")
  @Test
  void fiftyBindingsOfANamespaceThatHangDelayNoOther() {
    assertNotDelayed(() -> attack(attacker(), "silent", 50, "60s"), 6);
  }

  @Fault(value = "git host dripping for bindings that wait forever", holds = "I6")
  @Test
  void sixBindingsThatDripForEverDelayNoOther() {
    assertNotDelayed(() -> attack(attacker(), "dripping", 6, "999h"), 6);
  }

  @Fault(value = "git host silent for bindings of several namespaces", holds = "I6")
  @Test
  void severalNamespacesThatHangDelayNoOther() {
    List<Scene> attackers = IntStream.range(0, 4).mapToObj(_ -> attacker()).toList();
    assertNotDelayed(
        () -> attackers.forEach(attacker -> attack(attacker, "silent", 10, "10s")), 20);
  }

  @Fault(value = "read of the same branch by a namespace whose permits all hang", holds = "I6")
  @Test
  void whoReadsTheSameBranchWithTheSameLoginDelaysNoOther() {
    Scene attacker = stage.scene();
    String same = spec(attacker, "same", "60s").replace(attacker.sourceName, victim.sourceName);
    assertNotDelayed(
        () -> {
          attack(attacker, "silent", 50, "60s");
          awaitHanging(6);
          attacker.apply("same", same);
        },
        6);
  }

  @Fault(value = "packs that hang", holds = "I6")
  @Test
  void packsThatHangDelayNoOther() throws IOException {
    Path hook = stage.git().repositories().resolve("pack-objects");
    Files.writeString(
        hook,
        """
        #!/bin/sh
        case "$PWD" in
          *late*) touch '%1$s'/$$; while [ -e '%1$s' ]; do sleep 1; done ;;
        esac
        exec "$@"
        """
            .formatted(hanging));
    Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
    stage.git().configure("uploadpack.packObjectsHook", hook.toString());
    assertNotDelayed(this::attackLate, 5);
  }

  private void attackLate() {
    Scene attacker = attacker();
    for (int i = 0; i < 12; i++) {
      String name = attacker.namespace + "-late-" + i + ".git";
      GitRepository late = stage.git().createRepository(name);
      late.commit("main", PATH, deploymentYaml(IMAGE + ":old"));
      attacker.apply("late" + i, spec(attacker, PATH, "999h").replace(attacker.manifestName, name));
    }
  }

  /** With a key of its own. */
  private Scene attacker() {
    Scene attacker = stage.scene();
    SshKeyFile key =
        stage.git().authorizedKey(SshKeyFile.Kind.ED25519, SshKeyFile.Form.OPENSSH, "");
    attacker.createSecret("git", key.privateKey(), stage.git().knownHosts());
    return attacker;
  }

  private static void attack(Scene attacker, String how, int bindings, String timeout) {
    for (int i = 0; i < bindings; i++) {
      attacker.apply(
          how + i,
          spec(attacker, how + i, timeout)
              .replace(attacker.sourceName, attacker.namespace + "-" + how + i + ".git"));
    }
  }

  private static String spec(Scene scene, String path, String timeout) {
    return scene.spec().replace(PATH, path) + "timeout: " + timeout + "\n";
  }

  private void awaitHanging(int commands) {
    await("commands that hang")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              try (Stream<Path> files = Files.list(hanging)) {
                return files.count();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            },
            count -> count >= commands);
  }

  /**
   * The victim's commits land as before, while something hangs.
   *
   * @param commands how many have to hang first
   */
  private void assertNotDelayed(Runnable attack, int commands) {
    Duration alone = landing();
    attack.run();
    awaitHanging(commands);
    Duration beside = landing();
    assertThat(beside).as("alone it took %s", alone).isLessThan(alone.multipliedBy(2).plus(NOISE));
  }

  /** How long it takes from a source commit to the tag in the manifest, the slowest of some. */
  private Duration landing() {
    Duration slowest = Duration.ZERO;
    for (int round = 0; round < ROUNDS; round++) {
      String commit = victim.source.commit("main", "README", "round " + requests.get());
      long start = System.nanoTime();
      victim.request("web", Integer.toString(requests.incrementAndGet()));
      await("the commit lands")
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> victim.manifestText().contains(commit));
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      slowest = took.compareTo(slowest) > 0 ? took : slowest;
      victim.awaitReady("web", commit);
    }
    return slowest;
  }
}
