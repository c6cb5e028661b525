package dev.gitopsbinding.notify.webhook;

import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.status.EventProjector.BindingEvent;
import io.fabric8.kubernetes.api.model.ObjectReference;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports failed deliveries as Kubernetes events: one for a binding and hour, so that a receiver
 * that is away for long is no reason for more events than its first failure. Thread-safe.
 */
final class FailureNotices {
  private static final Logger log = LoggerFactory.getLogger(FailureNotices.class);
  private static final Duration APART = Duration.ofHours(1);
  private static final String REASON = "NotificationFailed";

  private final BiConsumer<ObjectReference, BindingEvent> events;
  private final Clock steady;
  private final Map<BindingId, Instant> reported = new HashMap<>();

  /**
   * Creates an instance that has reported nothing.
   *
   * @param events writes an event; may take as long as a request to the API server
   */
  FailureNotices(BiConsumer<ObjectReference, BindingEvent> events, Clock steady) {
    this.events = events;
    this.steady = steady;
  }

  /**
   * Reports a failure, unless one of the binding was reported within the last hour.
   *
   * @param problem one or more sentences, without a secret
   */
  void report(QueuedMessage queued, String problem) {
    BindingId binding = queued.message().binding();
    if (!isDue(binding)) {
      return;
    }
    String note =
        "spec.notifications: the message %s was not delivered by Secret %s. %s Further failures are not reported for an hour."
            .formatted(queued.message().event().text(), queued.secret(), problem);
    log.warn("{} {}/{}: {}", REASON, binding.namespace(), binding.name(), note);
    try {
      events.accept(queued.written(), new BindingEvent(true, REASON, note));
    } catch (RuntimeException e) {
      log.warn("The event {} could not be reported", REASON, e);
    }
  }

  private synchronized boolean isDue(BindingId binding) {
    Instant now = steady.instant();
    reported.values().removeIf(at -> !at.plus(APART).isAfter(now));
    return reported.putIfAbsent(binding, now) == null;
  }
}
