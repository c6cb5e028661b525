package dev.gitopsbinding.installation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gitopsbinding.testing.program.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts that a newcomer runs first say what they do, and what is missing. */
class ScriptMessagesTest {
  private static final String DEMO = Path.of("src/test/demo/demo.sh").toAbsolutePath().toString();
  private static final String RUN = Path.of("src/build/run.sh").toAbsolutePath().toString();
  private static final String TESTS = Path.of("src/build/test.sh").toAbsolutePath().toString();
  private static final String KIND = Path.of("src/quickstart/kind.sh").toAbsolutePath().toString();

  @TempDir private Path folder;

  @Test
  void theDemoExplainsItselfInsteadOfStarting() {
    Command.Output output = run(DEMO, "--help");

    assertThat(output.exitCode()).isZero();
    assertThat(output.text()).contains("KEEP=1 make demo", "--push TEXT", "--apply FILE", "--stop");
  }

  @Test
  void theDemoRefusesWhatItDoesNotKnow() {
    Command.Output output = run(DEMO, "--puhs");

    assertThat(output.exitCode()).isEqualTo(2);
    assertThat(output.errors()).contains("'--puhs' is not known", "--push TEXT");
  }

  @Test
  void playingNeedsADemoThatWasKept() throws IOException {
    Command.Output output = run(Map.of("DEMO", folder.toString()), DEMO, "--push", "Sell hats");

    assertThat(output.exitCode()).isEqualTo(1);
    assertThat(output.errors()).contains("is not the folder of a running demo", "KEEP=1 make demo");
  }

  @Test
  void runningNeedsACluster() {
    Command.Output output =
        run(Map.of("KUBECONFIG", "/nonexistent/config"), RUN, folder.toString());

    assertThat(output.exitCode()).isEqualTo(1);
    assertThat(output.errors())
        .contains("/nonexistent/config cannot be read", "KEEP=1 make demo", "kind create cluster");
  }

  @Test
  void runningNeedsTheDefinitionInTheCluster() throws IOException {
    standIn("kubectl", "echo 'Error from server (NotFound): crd' >&2; exit 1");
    Path kubeconfig = Files.writeString(folder.resolve("config"), "");

    Command.Output output =
        run(Map.of("KUBECONFIG", kubeconfig.toString()), RUN, folder.toString());

    assertThat(output.exitCode()).isEqualTo(1);
    assertThat(output.errors()).contains("kubectl apply -k deploy/crds");
  }

  @Test
  void runningNeedsAClusterThatAnswers() throws IOException {
    standIn("kubectl", "echo 'connection refused' >&2; exit 1");
    Path kubeconfig = Files.writeString(folder.resolve("config"), "");

    Command.Output output =
        run(Map.of("KUBECONFIG", kubeconfig.toString()), RUN, folder.toString());

    assertThat(output.errors()).contains("does not answer: connection refused", "KUBECONFIG=FILE");
  }

  @Test
  void theQuickStartExplainsItself() {
    assertThat(run(KIND, "--help").text()).contains("kind.sh --check", "ARGOCD_VERSION");
  }

  @Test
  void theQuickStartNeedsAContainerEngine() throws IOException {
    standIn("kind", "exit 0");
    standIn("kubectl", "exit 0");
    standIn("docker", "exit 1");
    standIn("podman", "exit 1");

    Command.Output output = run(KIND);

    assertThat(output.exitCode()).isEqualTo(1);
    assertThat(output.errors()).contains("no container engine that answers", "make demo");
  }

  @Test
  void theQuickStartLeavesAClusterOfThisNameAlone() throws IOException {
    standIn("kind", "[ \"$1\" = get ] && echo gitopsbinding-quickstart");
    standIn("kubectl", "exit 0");
    standIn("docker", "exit 0");

    Command.Output output = run(KIND);

    assertThat(output.exitCode()).isEqualTo(1);
    assertThat(output.errors()).contains("exists already", "--delete");
  }

  @Test
  void testsAndChecksPassTogether() throws IOException {
    standIn("mvn", "echo \"$@\" >> started");

    assertThat(run(TESTS, "mvn", "-B").exitCode()).isZero();

    assertThat(Files.readAllLines(folder.resolve("started")))
        .hasSize(2)
        .anyMatch(call -> call.startsWith("-B ") && call.endsWith(" verify"))
        .anyMatch(
            call -> call.endsWith(" -Dbuild.folder=target/checked test-compile spotless:check"));
  }

  @Test
  void aFailedCheckFailsTheTestRunThoughAllTestsPass() throws IOException {
    standIn("mvn", "case $* in *spotless:check) echo '[OperatorPrecedence]'; exit 1 ;; esac");

    Command.Output output = run(TESTS, "mvn");

    assertThat(output.exitCode()).isEqualTo(1);
    assertThat(output.errors()).contains("[OperatorPrecedence]").endsWith("make fmt formats");
  }

  @Test
  void failedTestsEndTheChecks() throws IOException {
    Path ended = folder.resolve("ended");
    standIn(
        "mvn",
        """
        case $* in
          *spotless:check)
            trap 'kill $!; touch ended; exit 143' TERM; echo half done; sleep 60 & touch started; wait ;;
          *) until [ -f started ]; do sleep 0.01; done; exit 1 ;;
        esac
        """);

    Command.Output output = run(TESTS, "mvn");

    assertThat(output.exitCode()).isEqualTo(1);
    assertThat(output.errors())
        .contains("the build or its tests failed")
        .doesNotContain("half done");
    await().untilAsserted(() -> assertThat(ended).exists());
  }

  private Command.Output run(String... command) {
    return run(Map.of(), command);
  }

  private Command.Output run(Map<String, String> environment, String... command) {
    Map<String, String> all = new HashMap<>();
    all.put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
    all.put("JAVA_HOME", folder.toString());
    all.put("KUBERNETES_SERVICE_HOST", "");
    all.putAll(environment);
    return Command.in(folder).with(all).attempt(new byte[0], command);
  }

  private void standIn(String name, String body) throws IOException {
    Path file = folder.resolve("bin/" + name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
