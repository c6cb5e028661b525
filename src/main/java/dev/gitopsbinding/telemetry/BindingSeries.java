package dev.gitopsbinding.telemetry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The series of one binding. A series is registered with its first value. */
final class BindingSeries {
  private final MeterRegistry registry;
  private final Tags tags;
  private final List<Gauge> registered = new ArrayList<>();
  private volatile double ready = Double.NaN;
  private volatile double suspended = Double.NaN;
  private volatile double lastSuccess = Double.NaN;
  private volatile double rolledOut = Double.NaN;
  private @Nullable Gauge reason;
  private String reasonText = "";
  private @Nullable Gauge awaiting;
  private volatile Instant awaitingSince = Instant.EPOCH;

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

  boolean isShown() {
    return !Double.isNaN(ready);
  }

  void suspended(boolean value) {
    boolean first = Double.isNaN(suspended);
    suspended = value ? 1 : 0;
    if (first) {
      register(
          Gauge.builder(MeterNames.SUSPENDED, () -> suspended)
              .description("1 if spec.suspend of the binding is true, else 0."));
    }
  }

  void rolledOut(boolean value) {
    boolean first = Double.isNaN(rolledOut);
    rolledOut = value ? 1 : 0;
    if (first) {
      register(
          Gauge.builder(MeterNames.ROLLED_OUT, () -> rolledOut)
              .description("1 if the binding's condition RolledOut is True, else 0."));
    }
  }

  /** Sets the reason, which is a label: another one is another series. */
  void reason(String text) {
    if (text.equals(reasonText)) {
      return;
    }
    reasonEnded();
    reasonText = text;
    reason =
        Gauge.builder(MeterNames.REASON, () -> 1)
            .description(
                "1, with the reason of the binding's condition Ready; Suspended while it is"
                    + " suspended.")
            .tags(tags)
            .tag("reason", text)
            .strongReference(true)
            .register(registry);
  }

  private void reasonEnded() {
    if (reason != null) {
      registry.remove(reason);
      reason = null;
      reasonText = "";
    }
  }

  /** Sets since when the binding waits. The gauge computes the age at each scrape. */
  void awaiting(Instant since) {
    awaitingSince = since;
    if (awaiting == null) {
      awaiting =
          Gauge.builder(MeterNames.AWAITING, this::awaitedSeconds)
              .description(
                  "How long the binding has been waiting for something that others make; absent if"
                      + " it is not waiting.")
              .baseUnit("seconds")
              .tags(tags)
              .strongReference(true)
              .register(registry);
    }
  }

  void awaitingEnded() {
    if (awaiting != null) {
      registry.remove(awaiting);
      awaiting = null;
    }
  }

  private double awaitedSeconds() {
    long millis = registry.config().clock().wallTime() - awaitingSince.toEpochMilli();
    return Math.max(0, millis) / 1000.0;
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
    awaitingEnded();
    reasonEnded();
    registered.forEach(registry::remove);
  }

  private void register(Gauge.Builder<?> gauge) {
    registered.add(gauge.tags(tags).strongReference(true).register(registry));
  }
}
