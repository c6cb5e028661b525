package dev.gitopsbinding.telemetry.otlp;

import dev.gitopsbinding.net.http.HttpUpload;
import java.time.Duration;

/**
 * Which requests are sent again, and when (OTLP specification, "Failures" and "OTLP/HTTP
 * Throttling").
 */
final class RetryPolicy {
  private RetryPolicy() {}

  /** Whether the same request may succeed later. */
  static boolean isRetryable(int status) {
    return switch (status) {
      case 429, 502, 503, 504 -> true;
      default -> false;
    };
  }

  /** The time that the collector asks for in seconds, else the fallback. A date is ignored. */
  static Duration delay(HttpUpload.Answer answer, Duration fallback) {
    String asked = answer.retryAfter();
    return asked != null && asked.matches("[0-9]{1,6}")
        ? Duration.ofSeconds(Long.parseLong(asked))
        : fallback;
  }
}
