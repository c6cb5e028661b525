package dev.gitopsbinding.registry.token;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A login scheme that a registry offers (RFC 9110, section 11.6.1).
 *
 * @param scheme in lower case
 * @param parameters with names in lower case; of a repeated name, the first value counts
 */
public record Challenge(String scheme, Map<String, String> parameters) {
  public static final String BEARER = "bearer";
  public static final String BASIC = "basic";

  private static final int MAX_HEADER_LENGTH = 8192;
  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
  private static final Pattern SEPARATOR = Pattern.compile("[ \\t,]*+");
  private static final Pattern PARAMETER =
      Pattern.compile(
          "("
              + TOKEN
              + ")[ \\t]*+=[ \\t]*+(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|("
              + TOKEN
              + "))"
              + "(?=[ \\t]*+(?:,|$))");
  private static final Pattern SCHEME = Pattern.compile("(" + TOKEN + ")(?=[ \\t,]|$)");
  private static final Pattern TOKEN68 =
      Pattern.compile("[0-9A-Za-z._~+/-]+=*+(?=[ \\t]*+(?:,|$))");
  private static final Pattern ESCAPE = Pattern.compile("\\\\(.)");

  /** Copies the map. */
  public Challenge {
    parameters = Map.copyOf(parameters);
  }

  /** The value of a parameter; empty if it is missing or empty. */
  Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name)).filter(value -> !value.isEmpty());
  }

  /** Reads the values of {@code WWW-Authenticate}. Stops at the first syntax error of each. */
  public static List<Challenge> parse(List<String> headers) {
    List<Challenge> challenges = new ArrayList<>();
    for (String header : headers) {
      if (header.length() <= MAX_HEADER_LENGTH) {
        new Reader(header, challenges).read();
      }
    }
    return challenges;
  }

  private static final class Reader {
    private final Matcher matcher;
    private final List<Challenge> challenges;
    private final String text;
    private int at;

    Reader(String text, List<Challenge> challenges) {
      this.text = text;
      this.matcher = SEPARATOR.matcher(text);
      this.challenges = challenges;
    }

    void read() {
      skip(SEPARATOR);
      while (at < text.length() && skip(SCHEME)) {
        String scheme = matcher.group(1).toLowerCase(Locale.ROOT);
        Map<String, String> parameters = new HashMap<>();
        skip(SEPARATOR);
        if (!readParameters(parameters) && skip(TOKEN68)) {
          skip(SEPARATOR);
        }
        challenges.add(new Challenge(scheme, parameters));
      }
    }

    private boolean readParameters(Map<String, String> parameters) {
      boolean some = false;
      while (skip(PARAMETER)) {
        some = true;
        String value =
            matcher.group(2) == null
                ? matcher.group(3)
                : ESCAPE.matcher(matcher.group(2)).replaceAll("$1");
        parameters.putIfAbsent(matcher.group(1).toLowerCase(Locale.ROOT), value);
        skip(SEPARATOR);
      }
      return some;
    }

    private boolean skip(Pattern pattern) {
      matcher.usePattern(pattern).region(at, text.length());
      boolean found = matcher.lookingAt();
      at = found ? matcher.end() : at;
      return found;
    }
  }
}
