package dev.gitopsbinding.cli.command.part;

import picocli.CommandLine.Option;

/** The option of commands that show something, for people or for programs. */
public final class OutputOption {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text, wide (all there is), json or yaml (default: ${DEFAULT-VALUE}).")
  private Format format = Format.TEXT;

  /** The values of {@code -o}. */
  public enum Format {
    /** A table, or text. */
    TEXT,
    /** With more columns. */
    WIDE,
    JSON,
    YAML;

    /** Whether the output is for programs. */
    public boolean isStructured() {
      return switch (this) {
        case JSON, YAML -> true;
        case TEXT, WIDE -> false;
      };
    }
  }

  public Format format() {
    return format;
  }

  public boolean isWide() {
    return format == Format.WIDE;
  }
}
