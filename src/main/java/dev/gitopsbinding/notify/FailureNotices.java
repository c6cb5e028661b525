package dev.gitopsbinding.notify;

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
 * Reports what could not be sent as Kubernetes events: one for a binding and hour, so that a
 * receiver that stays unreachable does not fill the list of events. Thread-safe.
 */
public final class FailureNotices {
  private static final Logger log = LoggerFactory.getLogger(FailureNotices.class);
  private static final Duration APART = Duration.ofHours(1);

  private final String reason;
  private final BiConsumer<ObjectReference, BindingEvent> events;
  private final Clock steady;
  private final Map<BindingId, Instant> reported = new HashMap<>();

  /**
   * Creates an instance that has reported nothing.
   *
   * @param reason of the events, in CamelCase
   * @param events writes an event; may take as long as a request to the API server
   */
  public FailureNotices(
      String reason, BiConsumer<ObjectReference, BindingEvent> events, Clock steady) {
    this.reason = reason;
    this.events = events;
    this.steady = steady;
  }

  /**
   * Reports a failure, unless one of the binding was reported within the last hour.
   *
   * @param written refers to the binding
   * @param problem one or more sentences, without a secret; begins with the field
   */
  public void report(ObjectReference written, String problem) {
    BindingId binding = new BindingId(written.getNamespace(), written.getName());
    if (!isDue(binding)) {
      return;
    }
    String note = problem + " Further failures are not reported for an hour.";
    log.warn("{} {}/{}: {}", reason, binding.namespace(), binding.name(), note);
    try {
      events.accept(written, new BindingEvent(true, reason, note));
    } catch (RuntimeException e) {
      log.warn("The event {} could not be reported", reason, e);
    }
  }

  private synchronized boolean isDue(BindingId binding) {
    Instant now = steady.instant();
    reported.values().removeIf(at -> !at.plus(APART).isAfter(now));
    return reported.putIfAbsent(binding, now) == null;
  }
}
