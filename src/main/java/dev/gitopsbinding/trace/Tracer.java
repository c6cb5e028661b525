package dev.gitopsbinding.trace;

/** Begins traces. Thread-safe. */
@FunctionalInterface
public interface Tracer extends AutoCloseable {
  /** Traces nothing. */
  Tracer OFF = _ -> Span.NONE;

  /**
   * Starts the first span of a new trace, to be ended.
   *
   * @param name one of few values
   */
  Span start(String name);

  /** Sends what is kept, for a short time, and then gives the rest up. */
  @Override
  default void close() {
    // nothing is kept
  }
}
