package dev.gitopsbinding.telemetry;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The meters of the Java Operator SDK that show something the operator's own do not, with the help
 * texts that the SDK does not give. Its others are left out, and so are quantiles and histograms.
 */
final class SdkMeterFilter implements MeterFilter {
  private static final String PREFIX = "operator.sdk.";

  /** By the beginning of the name; the SDK adds the controller's name to some. */
  private static final Map<String, String> MEANINGS =
      Map.of(
          "operator.sdk.events.received",
          "Events that woke a binding, by kind of event.",
          "operator.sdk.reconciliations.executions.",
          "Syncs that run now.",
          "operator.sdk.reconciliations.queue.size.",
          "Bindings that wait for a sync, or whose sync runs now.",
          "operator.sdk.reconciliations.failed",
          "Syncs that ended with an exception, for example because the API server did not answer.",
          "operator.sdk.reconciliations.retries.number",
          "Syncs that were repeated after an exception.");

  @Override
  public MeterFilterReply accept(Meter.Id id) {
    return id.getName().startsWith(PREFIX) && meaning(id).isEmpty()
        ? MeterFilterReply.DENY
        : MeterFilterReply.NEUTRAL;
  }

  @Override
  public Meter.Id map(Meter.Id id) {
    return meaning(id)
        .map(
            text ->
                new Meter.Id(
                    id.getName(),
                    Tags.of(id.getTagsAsIterable()),
                    id.getBaseUnit(),
                    text,
                    id.getType()))
        .orElse(id);
  }

  @Override
  public @Nullable DistributionStatisticConfig configure(
      Meter.Id id, DistributionStatisticConfig config) {
    if (!id.getName().startsWith(PREFIX)) {
      return config;
    }
    return DistributionStatisticConfig.builder()
        .percentilesHistogram(false)
        .percentiles(new double[0])
        .build()
        .merge(config);
  }

  private static Optional<String> meaning(Meter.Id id) {
    return MEANINGS.entrySet().stream()
        .filter(known -> id.getName().startsWith(known.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
