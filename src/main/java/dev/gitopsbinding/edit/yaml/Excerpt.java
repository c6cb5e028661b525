package dev.gitopsbinding.edit.yaml;

import java.util.List;
import java.util.stream.Collectors;

/** Makes text of a file fit for a message: one line, bounded in length. */
public final class Excerpt {
  private static final int MAX_LENGTH = 120;
  private static final int MAX_ITEMS = 5;

  /** Holds a long name with a tag of 40 digits and a digest; few images are longer. */
  private static final int MAX_IMAGE_LENGTH = 400;

  private Excerpt() {}

  public static String of(String text) {
    return of(text, MAX_LENGTH);
  }

  /** For the one image that a message is about. */
  public static String image(String text) {
    return of(text, MAX_IMAGE_LENGTH);
  }

  private static String of(String text, int longest) {
    int end = Math.min(text.length(), longest);
    if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    String start =
        text.substring(0, end)
            .codePoints()
            .map(Excerpt::printable)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    return end < text.length() ? start + "…" : start;
  }

  public static String of(List<String> texts) {
    String first = texts.stream().limit(MAX_ITEMS).collect(Collectors.joining(", "));
    int left = texts.size() - MAX_ITEMS;
    return left > 0 ? first + " and " + left + " more" : first;
  }

  private static int printable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          '\uFFFD';
      default -> codePoint;
    };
  }
}
