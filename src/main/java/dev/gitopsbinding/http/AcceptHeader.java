package dev.gitopsbinding.http;

import java.util.Arrays;
import java.util.Locale;

/**
 * How much a client wants each media type (RFC 9110, section 12.5.1). A wildcard counts for no
 * type: who sends nothing else gets the default.
 *
 * @param value the value of {@code Accept}; empty if there is none
 */
public record AcceptHeader(String value) {
  /** The quality of a media type that the client names, from 0 to 1; 0 if it names it not. */
  public double quality(String mediaType) {
    return Arrays.stream(value.toLowerCase(Locale.ROOT).split(",", -1))
        .map(range -> range.split(";", -1))
        .filter(parts -> parts[0].strip().equals(mediaType))
        .mapToDouble(AcceptHeader::quality)
        .max()
        .orElse(0);
  }

  private static double quality(String[] parts) {
    return Arrays.stream(parts)
        .skip(1)
        .map(String::strip)
        .filter(parameter -> parameter.matches("q=[01](\\.[0-9]{0,3})?"))
        .mapToDouble(parameter -> Double.parseDouble(parameter.substring(2)))
        .findFirst()
        .orElse(1);
  }
}
