package dev.gitopsbinding.http;

import java.util.Arrays;
import java.util.Locale;

/** The formats that metrics are served in. */
enum ExpositionFormat {
  /** Prometheus documentation, "Exposition formats", "Text-based format". */
  PROMETHEUS_TEXT("text/plain", "text/plain; version=0.0.4; charset=utf-8"),
  /** OpenMetrics 1.0.0. */
  OPEN_METRICS(
      "application/openmetrics-text", "application/openmetrics-text; version=1.0.0; charset=utf-8");

  private final String mediaType;
  private final String contentType;

  ExpositionFormat(String mediaType, String contentType) {
    this.mediaType = mediaType;
    this.contentType = contentType;
  }

  /** The value of {@code Content-Type}. */
  String contentType() {
    return contentType;
  }

  /**
   * Chooses OpenMetrics if the client names it and does not prefer text (RFC 9110, section 12.5.1),
   * else text.
   */
  static ExpositionFormat accepted(String acceptHeader) {
    double openMetrics = OPEN_METRICS.quality(acceptHeader);
    return openMetrics > 0 && openMetrics >= PROMETHEUS_TEXT.quality(acceptHeader)
        ? OPEN_METRICS
        : PROMETHEUS_TEXT;
  }

  private double quality(String acceptHeader) {
    return Arrays.stream(acceptHeader.toLowerCase(Locale.ROOT).split(",", -1))
        .map(range -> range.split(";", -1))
        .filter(parts -> parts[0].strip().equals(mediaType))
        .mapToDouble(ExpositionFormat::quality)
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
