package dev.gitopsbinding.notify.webhook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** When a message is tried again. Pure. */
final class RetrySchedule {
  /** Between the first and the second, and the second and the third attempt. */
  private static final List<Duration> DELAYS =
      List.of(Duration.ofSeconds(2), Duration.ofSeconds(10));

  /** If a receiver allows no request for longer, the message is dropped. */
  static final Duration MAX_RATE_LIMIT = Duration.ofSeconds(60);

  private RetrySchedule() {}

  /**
   * How long to wait before the next attempt.
   *
   * @param failed how many attempts failed
   * @return empty if there is no other attempt
   */
  static Optional<Duration> delay(int failed) {
    return failed > DELAYS.size() ? Optional.empty() : Optional.of(DELAYS.get(failed - 1));
  }
}
