package dev.gitopsbinding.notify.commitstatus;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** When a status is sent again. Pure. */
final class StatusRetrySchedule {
  /** Between an attempt and the next one: long enough for a forge to be restarted. */
  private static final List<Duration> DELAYS =
      List.of(
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ofMinutes(2),
          Duration.ofMinutes(10));

  /** Longest limit that is waited for: GitHub counts requests by the hour. */
  private static final Duration MAX_RATE_LIMIT = Duration.ofMinutes(65);

  private StatusRetrySchedule() {}

  /**
   * How long to wait before the next attempt.
   *
   * @param failed how many attempts failed
   * @param least how long the forge allows no request
   * @return empty if there is no other attempt
   */
  static Optional<Duration> delay(int failed, Duration least) {
    if (failed > DELAYS.size() || least.compareTo(MAX_RATE_LIMIT) > 0) {
      return Optional.empty();
    }
    Duration own = DELAYS.get(failed - 1);
    return Optional.of(own.compareTo(least) < 0 ? least : own);
  }
}
