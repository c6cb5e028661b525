package dev.gitopsbinding.model;

import java.util.regex.Pattern;

/** Makes text that others wrote fit for a message: one line, bounded, without unseen characters. */
public final class OneLine {
  private static final Pattern UNSEEN = Pattern.compile("[\\p{C}\\p{Z}\\s]+");

  private OneLine() {}

  /** Whether the text holds a space, or anything else that cannot be seen. */
  static boolean hasInvisible(String text) {
    return UNSEEN.matcher(text).find();
  }

  /**
   * The text with one space for each run of what cannot be seen: spaces, line ends, control and
   * format characters, halves of characters.
   *
   * @param longest how many characters (UTF-16) are kept, at least 1; an ellipsis stands for the
   *     rest
   */
  public static String of(String text, int longest) {
    String shown = UNSEEN.matcher(text).replaceAll(" ").strip();
    if (shown.length() <= longest) {
      return shown;
    }
    boolean halves = Character.isHighSurrogate(shown.charAt(longest - 1));
    return shown.substring(0, halves ? longest - 1 : longest) + "…";
  }
}
