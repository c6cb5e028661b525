package dev.gitopsbinding.scenario.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.scenario.stage.Scene;
import dev.gitopsbinding.testing.apiserver.ApiServer;
import dev.gitopsbinding.testing.apiserver.ApiServerExtension;
import dev.gitopsbinding.testing.git.SshGitServer;
import dev.gitopsbinding.testing.program.ClassProgram;
import dev.gitopsbinding.testing.program.JavaProgram;
import dev.gitopsbinding.testing.program.OperatorProgram;
import dev.gitopsbinding.training.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The packaged operator loads nothing of OpenTelemetry, or of webhooks, unless configured. */
@ExtendWith(ApiServerExtension.class)
class TracingOffIT {
  private static final String SYSTEM_NAMESPACE = "gitopsbinding-system";

  private final Path folder =
      Path.of("target", "programs", UUID.randomUUID().toString()).toAbsolutePath();

  @Test
  void withoutTheSettingsNoClassOfTracingOrWebhooksIsLoaded(ApiServer api) throws IOException {
    assertThat(loadedWith(api, Map.of())).isEmpty();
  }

  /** So that the other test can fail. */
  @Test
  void withTheSettingsTheirClassesAreLoaded(ApiServer api) throws IOException {
    String endpoint = "http://127.0.0.1:" + FreePort.find();

    assertThat(
            loadedWith(
                api,
                Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint, "GITOPSBINDING_HOOK_PORT", "0")))
        .anyMatch(line -> line.contains(" dev.gitopsbinding.http.hook.HookServer "))
        .anyMatch(line -> line.contains(" io.opentelemetry.sdk.trace.SdkTracerProvider "))
        .noneMatch(line -> line.contains("okhttp"));
  }

  /** What is loaded of both until a binding is Ready, as the JVM's log says it. */
  private List<String> loadedWith(ApiServer api, Map<String, String> settings) throws IOException {
    assertThat(api.kubectl("apply", "-k", "deploy/operator").exitCode()).isZero();
    Files.createDirectories(folder);
    Path classes = folder.resolve("classes.log");
    try (SshGitServer git = SshGitServer.start();
        var operator = OperatorProgram.start(setup(api, settings, classes))) {
      operator.awaitReady();
      Scene scene = new Scene(api, git, api.createNamespace("shop"));
      scene.apply("web", scene.spec());
      scene.awaitReady("web", scene.source.tip("main"));
      scene.delete("web");
    }
    try (Stream<String> lines = Files.lines(classes)) {
      List<String> loaded = lines.toList();
      assertThat(loaded).anyMatch(line -> line.contains(" dev.gitopsbinding.app.Application "));
      return loaded.stream()
          .filter(
              line ->
                  line.contains(" io.opentelemetry.")
                      || line.contains(" dev.gitopsbinding.telemetry.otlp.")
                      || line.contains(" dev.gitopsbinding.http.hook."))
          .toList();
    }
  }

  private OperatorProgram.Setup setup(ApiServer api, Map<String, String> more, Path classes) {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("GITOPSBINDING_LEADER_ELECTION", "false");
    JavaProgram operator = JavaProgram.OPERATOR;
    return new OperatorProgram.Setup(
        new JavaProgram(
            operator.jar(), operator.aotCache(), List.of("-Xlog:class+load:file=" + classes)),
        "traced",
        ClassProgram.HEAP_MIB,
        api.kubeconfigOf(SYSTEM_NAMESPACE, "gitopsbinding-operator"),
        SYSTEM_NAMESPACE,
        folder.resolve("cache"),
        folder.resolve("operator.log"),
        settings,
        List.of());
  }
}
