package dev.gitopsbinding.app;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/**
 * Tells how long ago something was, whatever is done to the machine's clock meanwhile: it begins
 * with the machine's time and goes on by itself. Not for times that are shown to anybody.
 */
final class MonotonicClock extends Clock {
  private final Instant begin;
  private final LongSupplier nanos;
  private final long first;

  MonotonicClock() {
    this(Instant.now(), System::nanoTime);
  }

  /**
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
    throw new UnsupportedOperationException("a steady clock shows no time of day");
  }
}
