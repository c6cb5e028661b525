package dev.gitopsbinding.telemetry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** Which program runs: a gauge that is always 1, with its version as labels. */
public final class BuildMeters {
  private BuildMeters() {}

  /**
   * Registers it.
   *
   * @param revision the git commit that the program was built from
   * @param java the version of the JVM
   */
  public static void register(
      MeterRegistry registry, String version, String revision, String java) {
    Gauge.builder(MeterNames.BUILD_INFO, () -> 1)
        .description("Always 1; the labels say which program runs, and by which JVM.")
        .tag("version", version)
        .tag("revision", revision)
        .tag("java", java)
        .register(registry);
  }
}
