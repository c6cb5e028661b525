package dev.gitopsbinding.binding.push;

import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A text of a field with a few variables such as {@code {{name}}}, each replaced as it stands. No
 * sections: what is repeated for each commit belongs into the commit message.
 *
 * @param text the text as the user wrote it
 */
public record FieldTemplate(String text) {
  private static final Pattern VARIABLE = Pattern.compile("\\{\\{([^{}]*)}}");

  /**
   * A template whose variables are all known.
   *
   * @throws IllegalArgumentException if it uses another variable, or has braces left over
   */
  public static FieldTemplate parse(String text, Set<String> known) {
    Set<String> used =
        VARIABLE.matcher(text).results().map(FieldTemplate::name).collect(Collectors.toSet());
    used.removeAll(known);
    String rest = VARIABLE.matcher(text).replaceAll("");
    boolean left = text.contains("{{{") || text.contains("}}}") || rest.contains("{{");
    if (!used.isEmpty() || left || rest.contains("}}")) {
      throw new IllegalArgumentException(
          "can use only the variables "
              + known.stream().sorted().collect(Collectors.joining("}}, {{", "{{", "}}")));
    }
    return new FieldTemplate(text);
  }

  /**
   * The text with the values of its variables.
   *
   * @param values a value for each variable that {@link #parse} allowed
   */
  public String render(Map<String, String> values) {
    return VARIABLE
        .matcher(text)
        .replaceAll(
            found -> Matcher.quoteReplacement(values.getOrDefault(name(found), found.group())));
  }

  private static String name(MatchResult found) {
    return found.group(1).strip();
  }
}
