package dev.gitopsbinding.notify;

/**
 * Reports changes of bindings to the outside. Called from many threads, by the sync that wrote the
 * status: a sink whose host may be slow queues what it reports, within bounds.
 */
public interface EventSink {
  /**
   * Reports a change, if the sink is for changes of its scope. A failure is only logged: no sync
   * fails because of it.
   */
  void report(BindingChange change);
}
