package dev.gitopsbinding.telemetry;

import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmInfoMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;

/** All meters of the process: the JVM's, those of the Java Operator SDK, and the operator's own. */
public final class OperatorMetrics implements AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics garbageCollection = new JvmGcMetrics();

  /** Registers the JVM's meters. */
  public OperatorMetrics() {
    registry.config().meterFilter(new PlainTimers("operator.sdk."));
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

  /** Removes quantiles, and the histograms with about 70 buckets, from a library's timers. */
  private record PlainTimers(String prefix) implements MeterFilter {
    @Override
    public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
      if (!id.getName().startsWith(prefix)) {
        return config;
      }
      return DistributionStatisticConfig.builder()
          .percentilesHistogram(false)
          .percentiles(new double[0])
          .build()
          .merge(config);
    }
  }
}
