package dev.gitopsbinding.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class OperatorMetricsTest {
  @AutoClose private final OperatorMetrics metrics = new OperatorMetrics();

  @Test
  void theJvmIsMeasured() throws IOException {
    assertThat(Exposition.of(metrics).text())
        .contains("jvm_memory_used_bytes", "jvm_threads_live_threads", "jvm_info")
        .contains("process_uptime_seconds", "process_files_open_files", "process_cpu_usage");
  }

  @Test
  void openMetricsEndsAsItsStandardSays() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    metrics.write(out, "application/openmetrics-text; version=1.0.0; charset=utf-8");

    assertThat(out.toString(StandardCharsets.UTF_8)).endsWith("# EOF\n");
  }

  @Test
  void theSdkIsMeasuredWithoutSeriesForEachBinding() throws Exception {
    Metrics sdk = metrics.operatorSdk();
    for (String name : new String[] {"web", "api"}) {
      ResourceID binding = new ResourceID(name, "shop");
      sdk.cleanupDone(binding, Map.of());
      assertThat(sdk.timeControllerExecution(new Execution(binding))).isEqualTo("done");
      sdk.eventReceived(new Event(binding), Map.of());
    }

    Exposition scrape = Exposition.of(metrics);
    assertThat(scrape.text())
        .contains("# HELP operator_sdk_events_received_total Events that woke a binding")
        .doesNotContain("operator_sdk_controllers", "operator_sdk_events_delete", "quantile=")
        .doesNotContainPattern("# HELP \\S+ *\n")
        .doesNotContain("web", "api");
  }

  private record Execution(ResourceID resourceID) implements Metrics.ControllerExecution<String> {
    @Override
    public String name() {
      return "reconcile";
    }

    @Override
    public String controllerName() {
      return "gitopsbinding";
    }

    @Override
    public String successTypeName(String result) {
      return result;
    }

    @Override
    public Map<String, Object> metadata() {
      return Map.of();
    }

    @Override
    public String execute() {
      return "done";
    }
  }
}
