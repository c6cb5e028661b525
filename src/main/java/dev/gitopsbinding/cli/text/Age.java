package dev.gitopsbinding.cli.text;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * How long ago a moment was, as kubectl writes it: {@code 41s}, {@code 12m}, {@code 3h}, {@code
 * 5d}.
 */
public final class Age {
  private static final String NONE = "-";

  private Age() {}

  /**
   * The age of a time in RFC 3339.
   *
   * @param moment null: there is none, which is {@code -}; a text that is no time is shown as it is
   */
  public static String of(@Nullable String moment, Instant now) {
    if (moment == null) {
      return NONE;
    }
    try {
      return of(Duration.between(Instant.parse(moment), now));
    } catch (DateTimeParseException e) {
      return moment;
    }
  }

  /** The largest unit of which there are at least two; nothing is below {@code 0s}. */
  public static String of(Duration duration) {
    if (duration.isNegative()) {
      return "0s";
    }
    if (duration.toSeconds() < 120) {
      return duration.toSeconds() + "s";
    }
    if (duration.toMinutes() < 120) {
      return duration.toMinutes() + "m";
    }
    return duration.toHours() < 48 ? duration.toHours() + "h" : duration.toDays() + "d";
  }
}
