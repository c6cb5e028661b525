package dev.gitopsbinding.notify;

import dev.gitopsbinding.status.EventProjector.BindingEvent;
import io.fabric8.kubernetes.api.model.ObjectReference;

/**
 * Reports events of bindings. Called from many threads, by the sync that wrote the status: a sink
 * whose host may be slow queues what it reports, within bounds.
 */
public interface EventSink {
  /**
   * Reports an event. A failure is only logged: no sync fails because of an event.
   *
   * @param written refers to the binding in the version that the status write returned, which tells
   *     a repetition from a new event
   */
  void report(ObjectReference written, BindingEvent event);
}
