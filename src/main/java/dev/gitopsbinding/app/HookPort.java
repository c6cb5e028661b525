package dev.gitopsbinding.app;

import dev.gitopsbinding.config.OperatorConfig;
import dev.gitopsbinding.http.hook.HookServer;
import dev.gitopsbinding.telemetry.HookMeters;
import dev.gitopsbinding.telemetry.OperatorMetrics;
import java.io.IOException;
import java.time.Clock;
import java.util.Objects;

/** Opens the port for webhooks. A class of its own, so that nothing is loaded where it is off. */
final class HookPort {
  private HookPort() {}

  static HookServer start(
      OperatorConfig config, HookedSyncs syncs, OperatorMetrics metrics, Clock clock, Clock steady)
      throws IOException {
    return HookServer.start(
        Objects.requireNonNull(config.hooks(), "turned on"),
        HookKinds.ALL,
        syncs,
        new HookMeters(metrics.registry()),
        clock,
        steady);
  }
}
