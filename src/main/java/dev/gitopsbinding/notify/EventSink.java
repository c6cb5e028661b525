package dev.gitopsbinding.notify;

import dev.gitopsbinding.status.EventProjector.BindingEvent;
import io.fabric8.kubernetes.api.model.ObjectReference;

/**
 * Reports events of bindings. Called from many threads, by the sync that wrote the status: a sink
 * whose host may be slow queues what it reports, within bounds.
 */
public interface EventSink {
  /**
   * Reports an event. A failure is logged only: no sync fails for an event.
   *
   * @param written refers to the binding as the status write returned it, so that a repetition can
   *     be told from a new event
   */
  void report(ObjectReference written, BindingEvent event);
}
