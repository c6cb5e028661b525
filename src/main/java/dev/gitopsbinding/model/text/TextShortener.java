package dev.gitopsbinding.model.text;

/** Cuts texts that are too long for the place where they are shown. */
public final class TextShortener {
  private static final String ELLIPSIS = "…";

  private TextShortener() {}

  /**
   * The text, or its beginning with an ellipsis behind it. A character is never cut in half.
   *
   * @param longest how many characters (UTF-16) are kept, at least 1; the ellipsis is one more
   */
  public static String shorten(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    boolean halves = Character.isHighSurrogate(text.charAt(longest - 1));
    return text.substring(0, halves ? longest - 1 : longest) + ELLIPSIS;
  }
}
