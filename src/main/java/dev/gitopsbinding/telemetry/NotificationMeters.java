package dev.gitopsbinding.telemetry;

import dev.gitopsbinding.api.v1alpha1.spec.notification.NotificationType;
import dev.gitopsbinding.notify.NotificationListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/** Counts messages to receivers. */
public final class NotificationMeters implements NotificationListener {
  private final MeterRegistry registry;

  /** Creates an instance that registers meters at their first use. */
  public NotificationMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void ended(NotificationType type, Result result) {
    Counter.builder(MeterNames.NOTIFICATIONS)
        .description("Messages to the receivers of spec.notifications, by type and result.")
        .tag("type", type.text())
        .tag("result", result.name().toLowerCase(Locale.ROOT))
        .register(registry)
        .increment();
  }
}
