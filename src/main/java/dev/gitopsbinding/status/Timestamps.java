package dev.gitopsbinding.status;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as the Kubernetes API writes them: RFC 3339, UTC, whole seconds. */
final class Timestamps {
  private Timestamps() {}

  static String format(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
