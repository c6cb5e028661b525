package dev.gitopsbinding.cli.migrate;

/**
 * One line of the report about a Deployment.
 *
 * @param text Markdown; names its annotation or field first
 */
public record MigrationNote(Kind kind, String text) {
  /** Where the line belongs. */
  public enum Kind {
    MAPS("Maps"),
    CHANGES("Changes"),
    LOST("Cannot be carried over");

    private final String title;

    Kind(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }
  }
}
