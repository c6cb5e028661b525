package dev.gitopsbinding.http.status;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Texts of others inside of HTML. */
final class Html {
  private Html() {}

  /**
   * A text for the content of an element or for a quoted attribute (HTML Standard, "Escaping a
   * string"). Characters that a page may not hold, or that change the order in which others are
   * shown, become U+FFFD.
   */
  static String escape(String text) {
    int plain = 0;
    while (plain < text.length() && isPlain(text.charAt(plain))) {
      plain++;
    }
    if (plain == text.length()) {
      return text;
    }
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    int point;
    for (int at = 0; at < text.length(); at += Character.charCount(point)) {
      point = text.codePointAt(at);
      switch (point) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        default -> escaped.appendCodePoint(isShown(point) ? point : '\uFFFD');
      }
    }
    return escaped.toString();
  }

  /** A value for a query. */
  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Most texts hold nothing else. */
  private static boolean isPlain(char character) {
    return character >= ' '
        && character <= '~'
        && character != '&'
        && character != '<'
        && character != '>'
        && character != '"'
        && character != '\'';
  }

  private static boolean isShown(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL -> point == '\n' || point == '\t';
      case Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED, Character.PRIVATE_USE ->
          false;
      default -> true;
    };
  }
}
