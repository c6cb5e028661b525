package dev.gitopsbinding.cli.text;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * YAML of maps, lists, texts, numbers and booleans. A text is quoted unless YAML 1.1 and 1.2 both
 * read it as that text; a text of several lines is a literal block.
 */
public final class YamlText {
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z/][A-Za-z0-9._/@-]*(:[A-Za-z0-9._/@-]+)*");
  private static final Pattern RESERVED = Pattern.compile("(?i)y|n|yes|no|on|off|true|false|null");
  private static final Pattern BLOCK = Pattern.compile("[^\\s\\p{C}][[^\\p{C}]\n]*[^\\p{C}]\n");

  private final StringBuilder text = new StringBuilder();

  private YamlText() {}

  /**
   * The document, without a line {@code ---}.
   *
   * @param resource maps, lists, texts, numbers, booleans and null
   */
  public static String of(Map<String, ?> resource) {
    var yaml = new YamlText();
    yaml.map(resource, 0);
    return yaml.text.toString();
  }

  private void map(Map<?, ?> map, int indentation) {
    map.forEach(
        (key, value) -> {
          text.repeat(' ', indentation).append(scalar(key)).append(':');
          value(value, indentation);
        });
  }

  private void value(@Nullable Object value, int indentation) {
    switch (value) {
      case null -> text.append(" null\n");
      case Map<?, ?> map when map.isEmpty() -> text.append(" {}\n");
      case List<?> list when list.isEmpty() -> text.append(" []\n");
      case Map<?, ?> map -> {
        text.append('\n');
        map(map, indentation + 2);
      }
      case List<?> list -> {
        text.append('\n');
        list.forEach(item -> item(item, indentation));
      }
      case String block when block.indexOf('\n') >= 0 && BLOCK.matcher(block).matches() -> {
        text.append(" |\n");
        block.lines().forEach(line -> text.repeat(' ', indentation + 2).append(line).append('\n'));
      }
      default -> text.append(' ').append(scalar(value)).append('\n');
    }
  }

  private void item(@Nullable Object item, int indentation) {
    text.repeat(' ', indentation).append("-");
    if (item instanceof Map<?, ?> map && !map.isEmpty()) {
      int start = text.length();
      map(map, indentation + 2);
      text.replace(start, start + indentation + 2, " ");
    } else {
      text.append(' ').append(item == null ? "null" : scalar(item)).append('\n');
    }
  }

  private static String scalar(Object value) {
    if (value instanceof Map || value instanceof List) {
      return value instanceof List<?> list ? flow(list) : "{}";
    }
    if (!(value instanceof String string)) {
      return value.toString();
    }
    boolean isPlain = PLAIN.matcher(string).matches() && !RESERVED.matcher(string).matches();
    return isPlain ? string : quoted(string);
  }

  /** A list in a list. */
  private static String flow(List<?> list) {
    return list.stream().map(YamlText::scalar).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String quoted(String string) {
    StringBuilder quoted = new StringBuilder("\"");
    string.codePoints().forEach(c -> quoted.append(escaped(c)));
    return quoted.append('"').toString();
  }

  private static String escaped(int c) {
    if (c == '"' || c == '\\') {
      return "\\" + (char) c;
    }
    boolean isVisible =
        c < 0x10000
            && !Character.isISOControl(c)
            && c != 0xFEFF
            && Character.getType(c) != Character.SURROGATE
            && c != 0x2028
            && c != 0x2029;
    return isVisible ? Character.toString(c) : "\\U%08X".formatted(c);
  }
}
