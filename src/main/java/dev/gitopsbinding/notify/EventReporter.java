package dev.gitopsbinding.notify;

import dev.gitopsbinding.status.EventProjector.BindingEvent;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Logs the events of bindings, and reports all changes to all sinks. */
public final class EventReporter {
  private static final Logger log = LoggerFactory.getLogger(EventReporter.class);

  private final List<EventSink> sinks;

  public EventReporter(List<EventSink> sinks) {
    this.sinks = List.copyOf(sinks);
  }

  /** Reports a change. The status is written already: that a sink fails stops nothing else. */
  public void report(BindingChange change) {
    BindingEvent event = change.change().event();
    if (change.change().isEvent()) {
      log.atLevel(event.warning() ? Level.WARN : Level.INFO)
          .log("{}: {}", event.reason(), event.note());
    }
    for (EventSink sink : sinks) {
      try {
        sink.report(change);
      } catch (RuntimeException e) {
        log.warn("The event {} could not be reported", event.reason(), e);
      }
    }
  }
}
