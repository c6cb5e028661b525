package dev.gitopsbinding.model.text;

import java.util.regex.Pattern;

/**
 * Makes a text that others wrote fit for a message: one line, bounded in length, without invisible
 * characters. A text of a manifest file is shown by {@code edit.yaml.Excerpt} instead, which keeps
 * each space, so that users find the text in their file.
 */
public final class OneLine {
  private static final Pattern INVISIBLE = Pattern.compile("[\\p{C}\\p{Z}\\s]+");

  private static final Pattern INVISIBLE_BUT_SPACES = Pattern.compile("[\\p{C}\\p{Z}\\s&&[^ ]]");

  private OneLine() {}

  /** Whether the text holds a space or another invisible character. */
  public static boolean hasInvisible(String text) {
    return INVISIBLE.matcher(text).find();
  }

  /**
   * The text with one space for each run of invisible characters: spaces, line ends, control and
   * format characters, lone surrogates.
   *
   * @param longest as in {@link TextShortener#shorten}
   */
  public static String of(String text, int longest) {
    return TextShortener.shorten(INVISIBLE.matcher(text).replaceAll(" ").strip(), longest);
  }

  /**
   * As {@link #of}, but each space stays, for a text that is laid out by spaces.
   *
   * @param longest as in {@link TextShortener#shorten}
   */
  public static String withSpaces(String text, int longest) {
    return TextShortener.shorten(INVISIBLE_BUT_SPACES.matcher(text).replaceAll(" "), longest);
  }
}
