package dev.gitopsbinding.edit.yaml;

import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;

/**
 * A position in a text that {@link SimpleComposer} reads, with its line. The text has no tabs, no
 * other line breaks than line feeds, and one char for each code point, so that an index of a char
 * is one of a code point, as marks have it.
 */
final class LineCursor {
  private static final String DOCUMENT_START = "---";
  private static final String DOCUMENT_END = "...";
  private static final String LABEL = "reader";

  /** Marks show no part of the text: no message of this project does. */
  private static final int[] NO_TEXT = {};

  private final String text;
  private final char[] chars;
  private int at;
  private int line;
  private int lineStart;
  private boolean marker;

  /** What is read is not simple, and may be no YAML. */
  static final class NotSimpleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Without a trace, as it is thrown for every tenth file. */
    private NotSimpleException() {
      super("not simple", null, false, false);
    }
  }

  private LineCursor(String text, char[] chars) {
    this.text = text;
    this.chars = chars;
  }

  /** At the start of a text; empty if the text holds other characters than simple ones. */
  static Optional<LineCursor> of(String text) {
    char[] chars = text.toCharArray();
    for (char c : chars) {
      if (!isSimple(c)) {
        return Optional.empty();
      }
    }
    return Optional.of(new LineCursor(text, chars));
  }

  /** Printable (YAML 1.2.2, rule 1, c-printable), one char, and no break in any version of YAML. */
  private static boolean isSimple(char c) {
    return (c >= ' ' && c <= '~')
        || c == '\n'
        || (c >= '\u00A0' && c < '\uD800' && c != '\u2028' && c != '\u2029')
        || (c >= '\uE000' && c <= '\uFFFD' && c != '\uFEFF');
  }

  static NotSimpleException notSimple() {
    return new NotSimpleException();
  }

  /** The next char; a line feed at the end of the text, where a line ends too. */
  char peek() {
    return peek(0);
  }

  /** The char that is so many behind the next one. */
  char peek(int distance) {
    int index = at + distance;
    return index < chars.length ? chars[index] : '\n';
  }

  /** The char before the next one; a line feed at the start of the text. */
  char before() {
    return at == 0 ? '\n' : chars[at - 1];
  }

  void forward(int count) {
    at += count;
  }

  int index() {
    return at;
  }

  int column() {
    return at - lineStart;
  }

  int lineStart() {
    return lineStart;
  }

  String substring(int from, int to) {
    return text.substring(from, to);
  }

  boolean isAtEnd() {
    return at >= chars.length;
  }

  /** Whether no content is left in the document: its end, or a line that starts another one. */
  boolean isAtBoundary() {
    return marker || isAtEnd();
  }

  /** Whether an item of a block sequence begins here. */
  boolean isAtDash() {
    return peek() == '-' && (peek(1) == ' ' || peek(1) == '\n');
  }

  /** Whether a key ends here. */
  boolean isAtColon() {
    return peek() == ':' && (peek(1) == ' ' || peek(1) == '\n');
  }

  void skipSpaces() {
    while (at < chars.length && chars[at] == ' ') {
      at++;
    }
  }

  /** Whether nothing but a comment is left in the line. */
  boolean isAtLineEnd() {
    return peek() == '\n' || (peek() == '#' && (before() == ' ' || before() == '\n'));
  }

  /** Goes behind the break of the line, or to the end of the text. */
  void nextLine() {
    int end = text.indexOf('\n', at);
    if (end < 0) {
      at = chars.length;
    } else {
      at = end + 1;
      line++;
      lineStart = at;
    }
  }

  /** Goes to the next content, from where only a comment may be left in the line. */
  void nextContent() {
    skipSpaces();
    while (isAtLineEnd() && !isAtEnd()) {
      nextLine();
      skipSpaces();
    }
    marker = column() == 0 && isMarker();
  }

  /** Goes behind a line that starts a document, to the next content. */
  void nextDocument() {
    forward(DOCUMENT_START.length());
    marker = false;
    nextContent();
  }

  private boolean isMarker() {
    if (text.startsWith(DOCUMENT_END, at)) {
      throw notSimple();
    }
    if (!text.startsWith(DOCUMENT_START, at)) {
      return false;
    }
    if (peek(DOCUMENT_START.length()) != '\n') {
      throw notSimple();
    }
    return true;
  }

  Mark mark() {
    return markAt(at);
  }

  /** The mark of a place in the line. */
  Mark markAt(int index) {
    return new Mark(LABEL, index, line, index - lineStart, NO_TEXT, 0);
  }
}
