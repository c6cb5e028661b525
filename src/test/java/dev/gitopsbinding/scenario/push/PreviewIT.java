package dev.gitopsbinding.scenario.push;

import static dev.gitopsbinding.scenario.stage.OperatorStage.IMAGE;
import static dev.gitopsbinding.scenario.stage.OperatorStage.PATH;
import static dev.gitopsbinding.scenario.stage.OperatorStage.condition;
import static dev.gitopsbinding.scenario.stage.OperatorStage.deploymentYaml;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.cli.CliMain;
import dev.gitopsbinding.cli.CommandRun;
import dev.gitopsbinding.edit.DiffLimits;
import dev.gitopsbinding.edit.UnifiedDiff;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.scenario.stage.OperatorStage;
import dev.gitopsbinding.scenario.stage.Scene;
import dev.gitopsbinding.testing.apiserver.ClassStage;
import dev.gitopsbinding.testing.net.SilentServer;
import dev.gitopsbinding.testing.program.Command;
import dev.gitopsbinding.testing.program.JavaProgram;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What is previewed is what would be pushed, and nothing is. */
class PreviewIT {
  @RegisterExtension
  static final ClassStage<OperatorStage> STAGE = ClassStage.of(OperatorStage::start);

  private static final Map<String, String> SETTINGS =
      Map.of("GITOPSBINDING_ALLOW_LOOPBACK", "true");

  private final Scene scene = STAGE.get().scene();

  @TempDir private Path folder;
  private Path temporary;

  @BeforeEach
  void makeFolder() throws IOException {
    temporary = Files.createDirectory(folder.resolve("tmp"));
  }

  @Test
  void aPreviewShowsTheDiffThatModeWriteThenPushes() {
    // Given
    String commit = scene.source.commit("main", "README", "change");
    String before = scene.manifestText();
    int commits = scene.manifestCommits();

    // When
    scene.apply("web", "mode: Preview\n" + scene.spec());

    // Then
    GitOpsBindingStatus status = scene.awaitReason("web", "PreviewOnly");
    assertThat(status.preview().fromTag()).isEqualTo("old");
    assertThat(status.preview().toTag()).isEqualTo(commit);
    assertThat(status.preview().file()).endsWith("@main:" + PATH);
    assertThat(status.preview().diff())
        .contains("-", IMAGE + ":old", IMAGE + ":" + commit)
        .hasLineCount(5);
    assertThat(condition(status, "Ready").status()).isEqualTo("False");
    assertThat(condition(status, "Stalled").reason()).isEqualTo("PreviewOnly");
    assertThat(status.lastPush()).isNull();

    // When
    scene.request("web", "now");

    // Then
    scene.await("web", now -> "now".equals(now.lastHandledRequestedAt()));
    assertThat(scene.manifestCommits()).isEqualTo(commits);
    await()
        .untilAsserted(
            () ->
                assertThat(scene.events("web"))
                    .extracting(Event::getReason)
                    .containsExactly("PreviewOnly"));

    // When
    scene.apply("web", "mode: Write\n" + scene.spec());

    // Then
    GitOpsBindingStatus written = scene.awaitReady("web", commit);
    assertThat(written.preview()).isNull();
    assertThat(scene.manifestCommits()).isEqualTo(commits + 1);
    assertThat(diff(before, scene.manifestText())).isEqualTo(status.preview().diff());
  }

  @Test
  void anOlderPreviewBlocksNobody() {
    // Given
    String commit = scene.source.tip("main");
    scene.apply("older", "mode: Preview\n" + scene.spec());
    scene.awaitReason("older", "PreviewOnly");
    scene.awaitAge("older");

    // When
    scene.apply("younger", scene.spec());

    // Then
    scene.awaitReady("younger", commit);
    GitOpsBindingStatus older = scene.awaitReady("older", commit);
    assertThat(older.preview()).isNull();
  }

  @Test
  void theCommandTellsByItsExitCodeWithoutACluster() throws IOException {
    // Given
    String commit = scene.source.commit("main", "README", "change");
    int commits = scene.manifestCommits();
    Path binding = file("binding.yaml", binding());
    Path secret = file("secret.yaml", secret());

    // When
    Command.Output change = preview("-f", binding.toString(), "--secret", secret.toString());
    CommandRun fails = CommandRun.of(SETTINGS, "preview", "-f", binding.toString());
    scene.manifest.commit("main", PATH, deploymentYaml(IMAGE + ":" + commit));
    CommandRun nothing =
        CommandRun.of(SETTINGS, "preview", "-f", binding.toString(), "-f", secret.toString());

    // Then
    assertThat(change.exitCode()).as(change.toString()).isEqualTo(2);
    assertThat(change.text())
        .startsWith("shop/web: write (PreviewOnly): tag " + commit + " would be written to ssh://")
        .contains("--- a/" + PATH, "+++ b/" + PATH, IMAGE + ":old", IMAGE + ":" + commit)
        .doesNotContain("PRIVATE KEY");
    assertThat(fails.exitCode()).as(fails.toString()).isEqualTo(1);
    assertThat(fails.output())
        .isEqualToIgnoringNewLines(
            "shop/web: fail (SecretNotFound): spec.source.secretRef: there is no Secret shop/git in the files. Name a file that holds it with --secret.");
    assertThat(nothing.exitCode()).as(nothing.toString()).isZero();
    assertThat(nothing.output())
        .isEqualToIgnoringNewLines(
            "shop/web: keep (UpToDate): " + PATH + " holds tag " + commit + ".");
    assertThat(scene.manifestCommits()).as("those of the test only").isEqualTo(commits + 1);
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void anInterruptedCommandLeavesNothingBehind() throws Exception {
    // Given
    try (SilentServer silent = SilentServer.start()) {
      String url = "https://127.0.0.1:%d/web.git".formatted(silent.port());
      Path binding =
          file("binding.yaml", binding().replaceAll("\"ssh:[^\"]*\"", "\"" + url + "\""));
      ProcessBuilder builder =
          new ProcessBuilder(
                  command("-f", binding.toString(), "-f", file("s", secret()).toString()))
              .redirectErrorStream(true);
      builder.environment().putAll(SETTINGS);
      Process process = builder.start();
      try {
        await().until(() -> !isEmpty(temporary));

        // When
        process.destroy();

        // Then
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(temporary).isEmptyDirectory();
      } finally {
        process.destroyForcibly();
      }
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  private static String diff(String before, String after) {
    return UnifiedDiff.of(
        new RepositoryPath(PATH),
        Content.of(before.getBytes(UTF_8)),
        Content.of(after.getBytes(UTF_8)),
        DiffLimits.STATUS);
  }

  private Command.Output preview(String... arguments) {
    return Command.in(Path.of("").toAbsolutePath())
        .with(SETTINGS)
        .attempt(new byte[0], command(arguments).toArray(String[]::new));
  }

  private List<String> command(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                JavaProgram.tool("java"),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                CliMain.class.getName(),
                "preview"));
    command.addAll(List.of(arguments));
    return command;
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private String binding() {
    return """
        apiVersion: gitopsbinding.dev/v1alpha1
        kind: GitOpsBinding
        metadata: {name: web, namespace: shop}
        spec:
        """
        + scene.spec().indent(2);
  }

  private String secret() {
    return """
        apiVersion: v1
        kind: Secret
        metadata: {name: git, namespace: shop}
        type: kubernetes.io/ssh-auth
        stringData:
          ssh-privatekey: |
        %s  known_hosts: |
        %s"""
        .formatted(scene.git.privateKey().indent(4), scene.git.knownHosts().indent(4));
  }
}
