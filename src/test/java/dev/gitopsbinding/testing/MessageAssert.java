package dev.gitopsbinding.testing;

import static org.assertj.core.api.Assertions.assertThat;

/** What a text must be for a message, an event or a status: one line that any JSON can carry. */
public final class MessageAssert {
  private MessageAssert() {}

  /** Fails if {@code text} holds a control or format character, a line end, or half a character. */
  public static void assertOneLine(String text) {
    assertThat(text.codePoints().filter(MessageAssert::isUnfit).mapToObj(Integer::toHexString))
        .as("code points that are not fit for a message, in: %s", text)
        .isEmpty();
  }

  /**
   * Fails if {@code text} names a field of the spec after something else. What happened begins with
   * the field; what to do next, from the second sentence on, may name further ones.
   */
  public static void assertFieldFirst(String text) {
    String whatHappened = text.split("(?<=[.]) (?=[A-Z`])", 2)[0];
    if (whatHappened.contains("spec.")) {
      assertThat(whatHappened).startsWith("spec.");
    }
  }

  private static boolean isUnfit(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
