package dev.gitopsbinding.testing.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A machine's clock that somebody sets. */
public final class SettableClock extends Clock {
  private volatile Duration wrongBy = Duration.ZERO;

  /** Sets it, relative to the right time. */
  public void setWrongBy(Duration difference) {
    wrongBy = difference;
  }

  @Override
  public Instant instant() {
    return Instant.now().plus(wrongBy);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
