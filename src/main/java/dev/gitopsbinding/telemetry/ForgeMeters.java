package dev.gitopsbinding.telemetry;

import dev.gitopsbinding.forge.client.ForgeListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** Counts and times calls of forges. */
public final class ForgeMeters implements ForgeListener {
  private final MeterRegistry registry;
  private final HostLabels hosts = new HostLabels();

  /** Creates an instance that registers meters at their first use. */
  public ForgeMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void requestEnded(
      String host, String purpose, String provider, String result, Duration took) {
    Timer.builder(MeterNames.FORGE_REQUEST_DURATION)
        .description(
            "Calls of forges, by host, purpose (checks, pull_requests, report), kind of forge and result.")
        .tag("host", hosts.of(host))
        .tag("purpose", purpose)
        .tag("provider", provider)
        .tag("result", result)
        .serviceLevelObjectives(MeterNames.BUCKETS)
        .register(registry)
        .record(took);
  }
}
