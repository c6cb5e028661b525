package dev.gitopsbinding.scenario.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gitopsbinding.scenario.stage.OperatorStage;
import dev.gitopsbinding.scenario.stage.Scene;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.apiserver.ApiServer;
import dev.gitopsbinding.testing.apiserver.ApiServerExtension;
import dev.gitopsbinding.testing.net.SilentServer;
import dev.gitopsbinding.testing.secrets.CanaryScan;
import dev.gitopsbinding.testing.telemetry.StandInCollector;
import dev.gitopsbinding.training.FreePort;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A collector that is gone, hangs or refuses delays no sync, and not the end of the process. */
@ExtendWith(ApiServerExtension.class)
class DeadCollectorIT {
  /** A sync that waited for the collector would take longer than a test waits. */
  private static final Duration EXPORT_LIMIT = OperatorStage.PATIENCE.multipliedBy(2);

  /** Syncs have ended then; pushes and lease take no time, the traces 2 s. */
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(8);

  private final CanaryScan scan = CanaryScan.start();

  @AfterEach
  void searchLogs() {
    scan.searchLogs();
    scan.close();
    assertThat(scan.takeFindings()).isEmpty();
  }

  @Fault(
      value = "collector of traces is gone",
      holds = {"I2", "I6", "I7"})
  @Test
  void syncsGoOnWithoutACollector(ApiServer api) {
    goesOn(api, "http://127.0.0.1:" + FreePort.find(), () -> true);
  }

  @Fault(
      value = "collector of traces hangs",
      holds = {"I2", "I6", "I7"})
  @Test
  void syncsGoOnWhileTheCollectorHangs(ApiServer api) {
    try (SilentServer silent = SilentServer.start()) {
      goesOn(api, "http://127.0.0.1:" + silent.port(), () -> silent.connections() > 0);
    }
  }

  @Fault(
      value = "collector of traces answers 503",
      holds = {"I2", "I6", "I7"})
  @Test
  void syncsGoOnWhileTheCollectorRefuses(ApiServer api) {
    try (StandInCollector refusing = StandInCollector.start(StandInCollector.status(503))) {
      goesOn(api, refusing.endpoint(), () -> !refusing.requests().isEmpty());
    }
  }

  private void goesOn(ApiServer api, String endpoint, BooleanSupplier tried) {
    // Given: a queue that is full at once
    OperatorStage stage =
        OperatorStage.start(
            api,
            Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                endpoint,
                "OTEL_EXPORTER_OTLP_HEADERS",
                "x-token=" + scan.canary("token of the collector"),
                "OTEL_EXPORTER_OTLP_TIMEOUT",
                String.valueOf(EXPORT_LIMIT.toMillis()),
                "OTEL_BSP_SCHEDULE_DELAY",
                "10",
                "OTEL_BSP_MAX_QUEUE_SIZE",
                "1"));
    try {
      Scene scene = stage.scene();
      scene.apply("web", scene.spec());
      scene.awaitReady("web", scene.source.tip("main"));
      await("the collector is tried").atMost(OperatorStage.PATIENCE).until(tried::getAsBoolean);

      // When
      String newer = scene.source.commit("main", "README", "second");
      scene.request("web", "now");

      // Then
      scene.awaitReady("web", newer);
      scene.delete("web");
    } finally {
      long start = System.nanoTime();
      stage.close();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(CLOSE_LIMIT);
    }
  }
}
