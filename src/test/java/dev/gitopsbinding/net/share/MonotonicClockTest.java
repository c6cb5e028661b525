package dev.gitopsbinding.net.share;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MonotonicClockTest {
  private static final Instant BEGIN = Instant.parse("2026-02-03T04:05:06Z");

  @Test
  void goesOnByItselfAlsoWhereTheCounterOverflows() {
    AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 10);
    MonotonicClock clock = new MonotonicClock(BEGIN, nanos::get);
    assertThat(clock.instant()).isEqualTo(BEGIN);
    nanos.addAndGet(3_000_000_000L);
    assertThat(clock.instant()).isEqualTo(BEGIN.plusSeconds(3));
  }
}
