package dev.gitopsbinding.telemetry;

import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmInfoMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.BooleanSupplier;

/** All meters of the process: the JVM's, those of the Java Operator SDK, and the operator's own. */
public final class OperatorMetrics implements AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics garbageCollection = new JvmGcMetrics();

  /** Registers the JVM's meters. */
  public OperatorMetrics() {
    registry.config().meterFilter(new SdkMeterFilter());
    new ClassLoaderMetrics().bindTo(registry);
    new JvmInfoMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    garbageCollection.bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  /** The registry of all meters. */
  public MeterRegistry registry() {
    return registry;
  }

  /**
   * Shows whether this process syncs bindings.
   *
   * @param leads asked at each scrape; must not block
   */
  public void showLeader(BooleanSupplier leads) {
    Gauge.builder(MeterNames.LEADER, () -> leads.getAsBoolean() ? 1 : 0)
        .description("1 if this process syncs bindings, 0 if it waits for the lease.")
        .strongReference(true)
        .register(registry);
  }

  /** The metrics of the Java Operator SDK, as sums over all bindings. */
  @SuppressWarnings("removal") // its successor gives all meters other names
  public Metrics operatorSdk() {
    return MicrometerMetrics.withoutPerResourceMetrics(registry);
  }

  /**
   * Writes all meters.
   *
   * @param contentType the media type of an exposition format of Prometheus
   */
  public void write(OutputStream out, String contentType) throws IOException {
    registry.scrape(out, contentType);
  }

  @Override
  public void close() {
    garbageCollection.close();
    registry.close();
  }
}
