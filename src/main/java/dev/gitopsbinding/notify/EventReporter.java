package dev.gitopsbinding.notify;

import dev.gitopsbinding.status.EventProjector.BindingEvent;
import io.fabric8.kubernetes.api.model.ObjectReference;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Logs the events of bindings, and reports them to all sinks. */
public final class EventReporter {
  private static final Logger log = LoggerFactory.getLogger(EventReporter.class);

  private final List<EventSink> sinks;

  public EventReporter(List<EventSink> sinks) {
    this.sinks = List.copyOf(sinks);
  }

  /** Reports an event. The status is written already: that a sink fails stops nothing else. */
  public void report(ObjectReference written, BindingEvent event) {
    log.atLevel(event.warning() ? Level.WARN : Level.INFO)
        .log("{}: {}", event.reason(), event.note());
    for (EventSink sink : sinks) {
      try {
        sink.report(written, event);
      } catch (RuntimeException e) {
        log.warn("The event {} could not be reported", event.reason(), e);
      }
    }
  }
}
