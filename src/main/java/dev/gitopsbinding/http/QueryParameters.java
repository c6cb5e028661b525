package dev.gitopsbinding.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters of a query, each at most once (URL Standard, "application/x-www-form-urlencoded").
 */
public final class QueryParameters {
  private final Map<String, String> values;

  private QueryParameters(Map<String, String> values) {
    this.values = values;
  }

  /**
   * Reads a query. A parameter that nobody asked for is refused: it may be the misspelled name of
   * one that narrows what is done.
   *
   * @param query as it was sent, without the question mark
   * @param allowed the names that may occur
   * @throws IllegalArgumentException if the query is malformed, or names a parameter twice or one
   *     that is not allowed; the message is for the client and repeats nothing of the query
   */
  public static QueryParameters parse(String query, List<String> allowed) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String pair : query.isEmpty() ? new String[0] : query.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      String name = decode(parts[0]);
      if (!allowed.contains(name)) {
        throw new IllegalArgumentException(
            "The query may hold only " + String.join(", ", allowed) + ".");
      }
      if (values.put(name, parts.length == 2 ? decode(parts[1]) : "") != null) {
        throw new IllegalArgumentException("The query holds " + name + " twice.");
      }
    }
    return new QueryParameters(values);
  }

  /** The value of a parameter, which may be an empty text; empty if it does not occur. */
  public Optional<String> value(String name) {
    return Optional.ofNullable(values.get(name));
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("The query is not percent-encoded as it should be.", e);
    }
  }
}
