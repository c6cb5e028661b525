package dev.gitopsbinding.scenario.isolation;

import static dev.gitopsbinding.scenario.stage.OperatorStage.IMAGE;
import static dev.gitopsbinding.scenario.stage.OperatorStage.PATH;
import static dev.gitopsbinding.scenario.stage.OperatorStage.condition;
import static dev.gitopsbinding.scenario.stage.OperatorStage.deploymentYaml;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gitopsbinding.scenario.stage.OperatorStage;
import dev.gitopsbinding.scenario.stage.Scene;
import dev.gitopsbinding.testing.apiserver.ClassStage;
import dev.gitopsbinding.testing.git.HttpGitServer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What one author may use up is what the operator's owner set. */
class ResourceCapsIT {
  private static final int OPERATIONS = 2;

  @RegisterExtension
  static final ClassStage<OperatorStage> STAGE =
      ClassStage.of(
          api ->
              OperatorStage.start(
                  api,
                  Map.of(
                      "GITOPSBINDING_ALLOW_HTTP", "true",
                      "GITOPSBINDING_MAX_FILE_BYTES", "2Ki",
                      "GITOPSBINDING_MAX_YAML_ALIASES", "3",
                      "GITOPSBINDING_MAX_RECEIVED_BYTES", "1Mi",
                      "GITOPSBINDING_OPERATIONS_PER_HOST", Integer.toString(OPERATIONS))));

  private final OperatorStage stage = STAGE.get();
  private final Scene scene = stage.scene();

  @Test
  void aFileOfMoreBytesIsNotRead() {
    // Given
    String sound = deploymentYaml(IMAGE + ":old");
    String comment = "# " + "x".repeat(2048 - sound.length() - 3) + "\n";
    scene.manifest.commit("main", PATH, sound + comment);

    // When
    scene.apply("web", scene.spec());

    // Then
    scene.awaitReady("web", scene.source.tip("main"));

    // When
    scene.manifest.commit("main", PATH, scene.manifestText() + "# x\n");
    scene.request("web", "again");

    // Then
    assertThat(message("FileTooLarge")).contains("at most 2048");
  }

  @Test
  void aFileOfMoreAliasesIsNotEdited() {
    scene.manifest.commit(
        "main", PATH, deploymentYaml(IMAGE + ":old") + "---\na: &a [x]\nb: [*a, *a, *a, *a]\n");

    scene.apply("web", scene.spec());

    assertThat(message("FileNotYaml")).contains("more than 3 aliases");
  }

  @Test
  void aRepositoryOfMoreBytesIsNotReceived() {
    // Given
    byte[] large = new byte[3 << 20];
    new Random(1).nextBytes(large);
    byte[] sound = deploymentYaml(IMAGE + ":old").getBytes(UTF_8);
    scene.manifest.commitOnly("main", Map.of("large", large, PATH, sound), "large");

    // When
    scene.apply("web", scene.spec());

    // Then
    assertThat(message("ReceivedTooMuch")).contains("1048576 bytes");

    // When
    scene.manifest.commitOnly("main", Map.of(PATH, sound), "small");

    // Then
    scene.awaitReady("web", scene.source.tip("main"));
  }

  @Execution(ExecutionMode.CONCURRENT)
  @Test
  void noMoreOperationsRunAtOnceAtOneHost() {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    try (HttpGitServer host = HttpGitServer.http()) {
      // Given
      host.fail(
          exchange -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            try {
              Thread.sleep(Long.MAX_VALUE);
            } finally {
              now.decrementAndGet();
            }
          });
      List<String> patient = List.of("web1", "web2");
      List<String> others = List.of("web3", "web4", "web5");

      // When
      patient.forEach(name -> scene.apply(name, readingFrom(host, name, "60s")));
      await().untilAsserted(() -> assertThat(most).hasValue(OPERATIONS));
      others.forEach(name -> scene.apply(name, readingFrom(host, name, "10s")));

      // Then
      assertThat(others)
          .allSatisfy(name -> assertThat(message(name, "TimedOut")).contains("all 2 operations"));
      assertThat(most).hasValue(OPERATIONS);
    }
  }

  private String message(String reason) {
    return message("web", reason);
  }

  private String message(String name, String reason) {
    return condition(scene.awaitReason(name, reason), "Ready").message();
  }

  /** A file of its own, so that no other binding writes the same image. */
  private String readingFrom(HttpGitServer host, String name, String timeout) {
    String source = "source: {url: \"" + host.url(name + ".git") + "\", ref: {branch: main}}";
    return scene.spec().replaceFirst("source: [{].*[}]", source).replace(PATH, name)
        + "timeout: "
        + timeout
        + "\n";
  }
}
