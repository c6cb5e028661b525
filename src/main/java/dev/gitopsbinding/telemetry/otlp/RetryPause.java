package dev.gitopsbinding.telemetry.otlp;

import dev.gitopsbinding.net.http.HttpUpload;
import java.time.Duration;

/** When a request is sent again (OTLP specification, "Failures" and "OTLP/HTTP Throttling"). */
final class RetryPause {
  private RetryPause() {}

  /** Whether the same request may succeed later. */
  static boolean isRetryable(int status) {
    return switch (status) {
      case 429, 502, 503, 504 -> true;
      default -> false;
    };
  }

  /** What the collector asks for in seconds, else the given pause. A date counts as nothing. */
  static Duration after(HttpUpload.Answer answer, Duration pause) {
    String asked = answer.retryAfter();
    return asked != null && asked.matches("[0-9]{1,6}")
        ? Duration.ofSeconds(Long.parseLong(asked))
        : pause;
  }
}
