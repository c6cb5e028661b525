package dev.gitopsbinding.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Parses the values of OpenTelemetry's variables; empty for a text that is not allowed. */
final class OtelParsers {
  /** A token (RFC 9110, section 5.6.2). */
  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

  private static final Pattern NUMBER = Pattern.compile("[0-9]{0,9}(?:\\.[0-9]{0,18})?");

  private OtelParsers() {}

  /** OpenTelemetry's "Environment Variable Specification", "Boolean value". */
  static Optional<Boolean> flag(String text) {
    return Optional.of(text.equalsIgnoreCase("true"));
  }

  static Optional<URI> endpoint(String text) {
    try {
      URI uri = new URI(text);
      boolean plain =
          uri.getHost() != null
              && uri.getRawUserInfo() == null
              && uri.getRawQuery() == null
              && uri.getRawFragment() == null;
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      return Optional.of(uri).filter(_ -> plain && web && uri.getPort() <= 65_535);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** Pairs in the form of W3C Baggage without properties. A later pair of one name counts. */
  static Optional<Map<String, String>> pairs(String text) {
    Map<String, String> pairs = new HashMap<>();
    for (String part : Parsers.list(text)) {
      int equals = part.indexOf('=');
      Optional<String> value =
          equals < 1 ? Optional.empty() : decoded(part.substring(equals + 1).strip());
      if (value.isEmpty()) {
        return Optional.empty();
      }
      pairs.put(part.substring(0, equals).strip(), value.get());
    }
    return Optional.of(pairs);
  }

  /** Pairs that can be headers: no line of a value can begin another header. */
  static Optional<Map<String, String>> headers(String text) {
    return pairs(text)
        .filter(
            pairs ->
                pairs.keySet().stream().allMatch(HEADER.asMatchPredicate())
                    && pairs.values().stream()
                        .allMatch(value -> value.chars().allMatch(c -> c >= ' ' && c < 0x7f)));
  }

  static Optional<Double> ratio(String text) {
    return NUMBER.matcher(text).matches() && text.chars().anyMatch(Character::isDigit)
        ? Optional.of(Double.valueOf(text)).filter(value -> value <= 1)
        : Optional.empty();
  }

  /** Percent-decoding (RFC 3986, section 2.1); unlike in a form, + stands for itself. */
  private static Optional<String> decoded(String text) {
    try {
      return Optional.of(URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
