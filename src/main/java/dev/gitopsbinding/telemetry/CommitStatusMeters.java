package dev.gitopsbinding.telemetry;

import dev.gitopsbinding.notify.commitstatus.CommitStatusListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/** Counts statuses of source commits. */
public final class CommitStatusMeters implements CommitStatusListener {
  private final MeterRegistry registry;

  /** Creates an instance that registers meters at their first use. */
  public CommitStatusMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void ended(Result result) {
    Counter.builder(MeterNames.COMMIT_STATUSES)
        .description("Statuses of source commits for spec.source.report, by result.")
        .tag("result", result.name().toLowerCase(Locale.ROOT))
        .register(registry)
        .increment();
  }
}
