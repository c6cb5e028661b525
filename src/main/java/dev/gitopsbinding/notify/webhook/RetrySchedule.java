package dev.gitopsbinding.notify.webhook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** When a message is tried again. Pure. */
final class RetrySchedule {
  /** Between the first and the second, and the second and the third attempt. */
  private static final List<Duration> PAUSES =
      List.of(Duration.ofSeconds(2), Duration.ofSeconds(10));

  /** A receiver that wants to be left alone for longer does not get the message. */
  static final Duration LONGEST = Duration.ofSeconds(60);

  private RetrySchedule() {}

  /**
   * How long to wait before the next attempt.
   *
   * @param failed how many attempts failed
   * @return empty if there is no other attempt
   */
  static Optional<Duration> pause(int failed) {
    return failed > PAUSES.size() ? Optional.empty() : Optional.of(PAUSES.get(failed - 1));
  }
}
