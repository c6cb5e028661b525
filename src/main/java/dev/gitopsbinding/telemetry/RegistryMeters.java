package dev.gitopsbinding.telemetry;

import dev.gitopsbinding.registry.lookup.RegistryListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** Counts and times lookups at registries. */
public final class RegistryMeters implements RegistryListener {
  private final MeterRegistry registry;
  private final HostLabels hosts = new HostLabels();

  /** Creates an instance that registers meters at their first use. */
  public RegistryMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void requestEnded(String host, String result, Duration took) {
    Timer.builder(MeterNames.REGISTRY_REQUEST_DURATION)
        .description("Requests to image registries and their token servers, by host and result.")
        .tag("host", hosts.of(host))
        .tag("result", result)
        .serviceLevelObjectives(MeterNames.BUCKETS)
        .register(registry)
        .record(took);
  }
}
