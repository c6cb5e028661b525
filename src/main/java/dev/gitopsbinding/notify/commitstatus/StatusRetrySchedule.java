package dev.gitopsbinding.notify.commitstatus;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** When a status is sent again. Pure. */
final class StatusRetrySchedule {
  /** Between an attempt and the next one: long enough for a forge to be restarted. */
  private static final List<Duration> PAUSES =
      List.of(
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ofMinutes(2),
          Duration.ofMinutes(10));

  /** GitHub counts requests by the hour. */
  private static final Duration LONGEST = Duration.ofMinutes(65);

  private StatusRetrySchedule() {}

  /**
   * How long to wait before the next attempt.
   *
   * @param failed how many attempts failed
   * @param least how long the forge wants to be left alone
   * @return empty if there is no other attempt
   */
  static Optional<Duration> pause(int failed, Duration least) {
    if (failed > PAUSES.size() || least.compareTo(LONGEST) > 0) {
      return Optional.empty();
    }
    Duration own = PAUSES.get(failed - 1);
    return Optional.of(own.compareTo(least) < 0 ? least : own);
  }
}
