package dev.gitopsbinding.config;

/**
 * How the operator logs. The logging configuration reads the same variables by itself, before
 * anything else runs.
 */
public record LogSettings(Level level, Format format) {
  /** How much is logged. */
  public enum Level {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
  }

  /** How a line is written. */
  public enum Format {
    TEXT,
    JSON,
    /** Text on a terminal, else JSON. */
    AUTO
  }
}
