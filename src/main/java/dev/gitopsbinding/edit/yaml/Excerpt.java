package dev.gitopsbinding.edit.yaml;

import dev.gitopsbinding.model.text.TextShortener;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Makes a text of a manifest file fit for a message: one line, bounded in length. Unlike {@link
 * dev.gitopsbinding.model.text.OneLine} it keeps each space and shows U+FFFD for each invisible
 * character, so that users find the text in their file and see that it holds such a character.
 */
public final class Excerpt {
  private static final int MAX_LENGTH = 120;
  private static final int MAX_ITEMS = 5;

  /** Enough for a long name with a tag of 40 digits and a digest; few images are longer. */
  private static final int MAX_IMAGE_LENGTH = 400;

  private Excerpt() {}

  /** The text, at most 120 characters of it. */
  public static String of(String text) {
    return of(text, MAX_LENGTH);
  }

  /** The length of a text that may be a credential, so that a message does not show it. */
  public static String hidden(String text) {
    return "a text of %d characters".formatted(text.codePointCount(0, text.length()));
  }

  /** The one image that a message is about, at most 400 characters of it. */
  public static String image(String text) {
    return of(text, MAX_IMAGE_LENGTH);
  }

  private static String of(String text, int longest) {
    return TextShortener.shorten(text, longest)
        .codePoints()
        .map(Excerpt::printable)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** The first five texts, and how many more there are. */
  public static String of(List<String> texts) {
    return of(texts, Function.identity());
  }

  /** The texts of the first five items, and how many more there are. */
  public static <T> String of(List<T> items, Function<T, String> text) {
    String first = items.stream().limit(MAX_ITEMS).map(text).collect(Collectors.joining(", "));
    int left = items.size() - MAX_ITEMS;
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
