package dev.gitopsbinding.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Logs at most one refused request each minute, and how many there were since. */
public final class RefusalLog {
  private static final Duration MIN_INTERVAL = Duration.ofMinutes(1);

  private final Logger log;
  private final Clock steady;
  private @Nullable Instant last;
  private int skipped;

  /**
   * @param steady a monotonic clock
   */
  public RefusalLog(Logger log, Clock steady) {
    this.log = log;
    this.steady = steady;
  }

  /**
   * Notes a refused request.
   *
   * @param what a format for one part, without a secret
   */
  public synchronized void note(String what, Object part) {
    Instant now = steady.instant();
    if (last != null && Duration.between(last, now).compareTo(MIN_INTERVAL) < 0) {
      skipped++;
      return;
    }
    log.warn(
        "{}{}",
        what.formatted(part),
        skipped == 0 ? "" : "; %d more were refused since the last message".formatted(skipped));
    last = now;
    skipped = 0;
  }
}
