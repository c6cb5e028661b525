package dev.gitopsbinding.bench.lab;

/** A scenario could not be run to its end, or work was lost. */
public final class BenchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BenchException(String message) {
    super(message);
  }
}
