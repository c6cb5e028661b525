package dev.gitopsbinding.telemetry;

import dev.gitopsbinding.http.hook.HookListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/** Counts requests to the port for webhooks. */
public final class HookMeters implements HookListener {
  private final MeterRegistry registry;

  /** Creates an instance that registers meters at their first use. */
  public HookMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void requestEnded(String provider, Result result) {
    Counter.builder(MeterNames.HOOK_REQUESTS)
        .description("Requests to the port for webhooks, by provider and result.")
        .tag("provider", provider)
        .tag("result", result.name().toLowerCase(Locale.ROOT))
        .register(registry)
        .increment();
  }
}
