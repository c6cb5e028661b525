package dev.gitopsbinding.bench;

/** A scenario could not be run to its end, or work was lost. */
final class BenchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BenchException(String message) {
    super(message);
  }
}
