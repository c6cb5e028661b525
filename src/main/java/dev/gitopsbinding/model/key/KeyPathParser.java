package dev.gitopsbinding.model.key;

import java.util.ArrayList;
import java.util.List;

/** Reads a {@link KeyPath}. */
final class KeyPathParser {
  private static final int MAX_LENGTH = 1024;

  /** More digits do not fit, and no list has so many items. */
  private static final int MOST_DIGITS = 9;

  /** What {@code list[web]} compares, as Kubernetes names the items of its lists. */
  private static final String NAME = "name";

  private static final String ENDS_KEY = ".[";
  private static final String NEEDS_QUOTES = "]\"'";

  private final String text;
  private int at;

  KeyPathParser(String text) {
    this.text = text;
  }

  List<KeyPath.Step> parse() {
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      throw invalid("must have 1 to %d characters".formatted(MAX_LENGTH));
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw invalid("must not hold line breaks and other control characters");
    }
    List<KeyPath.Step> steps = new ArrayList<>();
    while (at < text.length()) {
      steps.add(step(steps.isEmpty()));
    }
    return steps;
  }

  static boolean isPlainKey(String name) {
    return !name.isEmpty()
        && name.strip().equals(name)
        && name.chars().noneMatch(c -> (ENDS_KEY + NEEDS_QUOTES).indexOf(c) >= 0);
  }

  static boolean isPlainField(String name) {
    return isPlainKey(name) && name.indexOf('=') < 0;
  }

  static boolean isPlainValue(String value) {
    return !value.isEmpty()
        && value.strip().equals(value)
        && value.chars().noneMatch(c -> NEEDS_QUOTES.indexOf(c) >= 0);
  }

  private KeyPath.Step step(boolean first) {
    if (text.charAt(at) == '[') {
      return bracket();
    }
    if (!first) {
      if (text.charAt(at) != '.') {
        throw invalid("must have a '.' or '[' at character %d".formatted(at + 1));
      }
      at++;
    }
    return new KeyPath.Key(isQuote() ? quoted() : plainKey());
  }

  private String plainKey() {
    int start = at;
    while (at < text.length() && ENDS_KEY.indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String name = text.substring(start, at);
    if (name.isEmpty()) {
      throw invalid(
          start == 0
              ? "must begin with a key, not with '.'"
              : "must have a key behind the '.' at character %d".formatted(start));
    }
    if (!isPlainKey(name)) {
      throw invalid(
          "must have quotes around the key at character %d, such as %s"
              .formatted(start + 1, "\"a.b\".tag"));
    }
    return name;
  }

  /** An index, the name of an item, a field with its value, or a key in quotes. */
  private KeyPath.Step bracket() {
    int open = at;
    at++;
    if (isQuote()) {
      String first = quoted();
      if (at < text.length() && text.charAt(at) == '=') {
        at++;
        return item(open, first);
      }
      close(open);
      return new KeyPath.Key(first);
    }
    int equals = text.indexOf('=', at);
    int end = text.indexOf(']', at);
    if (equals >= 0 && equals < end) {
      String field = text.substring(at, equals);
      if (!isPlainKey(field)) {
        throw invalid(
            "must have a plain name of a field behind the '[' at character " + (open + 1));
      }
      at = equals + 1;
      return item(open, field);
    }
    String content = plainValue(open);
    close(open);
    return content.chars().allMatch(c -> c >= '0' && c <= '9')
        ? index(open, content)
        : named(open, content);
  }

  private KeyPath.Step index(int open, String digits) {
    if (digits.length() > MOST_DIGITS) {
      throw invalid("must have a smaller number in the '[' at character " + (open + 1));
    }
    return new KeyPath.Index(Integer.parseInt(digits));
  }

  private KeyPath.Step named(int open, String name) {
    if (name.equals("*") || name.startsWith("-")) {
      throw invalid(
          "must name one item in the '[' at character %d: [0] is the first, [name=web] the one with this name"
              .formatted(open + 1));
    }
    return new KeyPath.Item(NAME, name);
  }

  private KeyPath.Step item(int open, String field) {
    String value = isQuote() ? quoted() : plainValue(open);
    close(open);
    return new KeyPath.Item(field, value);
  }

  private String plainValue(int open) {
    int end = text.indexOf(']', at);
    if (end < 0) {
      throw invalid("must have a ']' for the '[' at character %d".formatted(open + 1));
    }
    String value = text.substring(at, end);
    if (!isPlainValue(value)) {
      throw invalid(
          "must have a number, a name or field=value in the '[' at character %d, in quotes where it has spaces around it or quotes in it"
              .formatted(open + 1));
    }
    at = end;
    return value;
  }

  private void close(int open) {
    if (at >= text.length() || text.charAt(at) != ']') {
      throw invalid("must have a ']' for the '[' at character %d".formatted(open + 1));
    }
    at++;
  }

  private boolean isQuote() {
    return at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'');
  }

  /** As in YAML: two single quotes stand for one, and a backslash escapes in double quotes. */
  private String quoted() {
    int start = at;
    char quote = text.charAt(at);
    StringBuilder value = new StringBuilder();
    for (at++; at < text.length(); at++) {
      char c = text.charAt(at);
      boolean more = at + 1 < text.length();
      if (c == '\'' && quote == c && more && text.charAt(at + 1) == c) {
        at++;
        value.append(c);
      } else if (c == '\\' && quote == '"' && more) {
        at++;
        value.append(escaped());
      } else if (c == quote) {
        at++;
        return value.toString();
      } else {
        value.append(c);
      }
    }
    throw invalid("must have a closing quote for the one at character %d".formatted(start + 1));
  }

  private char escaped() {
    char c = text.charAt(at);
    if (c != '"' && c != '\\') {
      throw invalid(
          "must have a quote or a backslash behind the backslash at character %d".formatted(at));
    }
    return c;
  }

  private static IllegalArgumentException invalid(String message) {
    return new IllegalArgumentException(message);
  }
}
