package dev.gitopsbinding.trace;

import java.util.Optional;

/**
 * One step of a sync, with its start and end. What it holds leaves the cluster, so it holds no
 * secret and no text of a host. Thread-safe; never blocks or throws.
 */
public interface Span {
  /** The span where nothing is traced: ignores everything. */
  Span NONE = new NoSpan();

  /** What a span stands for. */
  enum Kind {
    /** Work of this process. */
    INTERNAL,
    /** A request to another host. */
    CLIENT
  }

  /**
   * Starts a step inside this one, to be ended.
   *
   * @param name one of few values
   */
  Span child(String name, Kind kind);

  /** Sets an attribute; a later value replaces an earlier one. */
  void set(String attribute, String value);

  /**
   * Marks the step as failed.
   *
   * @param reason one of few values, never a message
   */
  void fail(String reason);

  /** Refers to a span of another step, usually of another trace. Ignored after the end. */
  void link(Span other);

  /** Whether anything is kept of this span. */
  boolean isRecorded();

  /**
   * The span as W3C Trace Context writes it ("traceparent Header"), for requests to other systems;
   * empty if nothing is traced.
   */
  Optional<String> traceparent();

  /** Ends the step; later calls are ignored. */
  void end();
}
