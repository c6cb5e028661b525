package dev.gitopsbinding.net.share;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/**
 * Measures ages independent of changes to the system clock: starts with the system time and then
 * follows {@link System#nanoTime()}. Not for times that are shown to users.
 */
public final class MonotonicClock extends Clock {
  private final Instant begin;
  private final LongSupplier nanos;
  private final long first;

  public MonotonicClock() {
    this(Instant.now(), System::nanoTime);
  }

  /**
   * Creates a clock.
   *
   * @param begin the time that it shows now
   * @param nanos as {@link System#nanoTime}
   */
  MonotonicClock(Instant begin, LongSupplier nanos) {
    this.begin = begin;
    this.nanos = nanos;
    this.first = nanos.getAsLong();
  }

  @Override
  public Instant instant() {
    return begin.plusNanos(nanos.getAsLong() - first);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("a monotonic clock has no time zone");
  }
}
