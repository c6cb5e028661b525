package dev.gitopsbinding.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The series of one binding. A series appears with its first value. */
final class BindingSeries {
  private final MeterRegistry registry;
  private final Tags tags;
  private final List<Gauge> registered = new ArrayList<>();
  private volatile double ready = Double.NaN;
  private volatile double lastSuccess = Double.NaN;

  BindingSeries(MeterRegistry registry, Tags tags) {
    this.registry = registry;
    this.tags = tags;
  }

  void ready(boolean value) {
    boolean first = Double.isNaN(ready);
    ready = value ? 1 : 0;
    if (first) {
      register(
          Gauge.builder(MeterNames.READY, () -> ready)
              .description("1 if the binding's condition Ready is True, else 0."));
    }
  }

  void succeeded(Instant at) {
    boolean first = Double.isNaN(lastSuccess);
    lastSuccess = at.toEpochMilli() / 1000.0;
    if (first) {
      register(
          Gauge.builder(MeterNames.LAST_SUCCESS, () -> lastSuccess)
              .description("When a sync last ended with Ready=True, in seconds since 1970.")
              .baseUnit("seconds"));
    }
  }

  void remove() {
    registered.forEach(registry::remove);
  }

  private void register(Gauge.Builder<?> gauge) {
    registered.add(gauge.tags(tags).strongReference(true).register(registry));
  }
}
