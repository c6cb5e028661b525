package dev.gitopsbinding.http;

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
  static ExpositionFormat accepted(AcceptHeader accept) {
    double openMetrics = accept.quality(OPEN_METRICS.mediaType);
    return openMetrics > 0 && openMetrics >= accept.quality(PROMETHEUS_TEXT.mediaType)
        ? OPEN_METRICS
        : PROMETHEUS_TEXT;
  }
}
