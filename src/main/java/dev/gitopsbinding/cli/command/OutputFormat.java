package dev.gitopsbinding.cli.command;

/** The values of {@code -o}. */
enum OutputFormat {
  /** A table, or text. */
  TEXT,
  /** With more columns. */
  WIDE,
  JSON,
  YAML;

  /** Whether the output is for programs. */
  boolean isStructured() {
    return switch (this) {
      case JSON, YAML -> true;
      case TEXT, WIDE -> false;
    };
  }
}
