package dev.gitopsbinding.model.text;

/** The form of a message for users. */
public final class Sentence {
  private static final String ENDS = ".!?…";

  private Sentence() {}

  /** The text with a full stop at its end, unless it ends with another end mark. */
  public static String ended(String text) {
    String stripped = text.stripTrailing();
    return stripped.isEmpty() || ENDS.indexOf(stripped.charAt(stripped.length() - 1)) >= 0
        ? stripped
        : stripped + ".";
  }
}
