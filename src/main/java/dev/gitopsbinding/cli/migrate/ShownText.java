package dev.gitopsbinding.cli.migrate;

import dev.gitopsbinding.model.text.OneLine;

/** Text from a Deployment as the report shows it: one short line that cannot end its quotes. */
public final class ShownText {
  private static final int MAX_CHARS = 200;

  private ShownText() {}

  /** The text, at most 200 characters long. */
  public static String of(String text) {
    return OneLine.of(text, MAX_CHARS).replace('`', '\'');
  }
}
