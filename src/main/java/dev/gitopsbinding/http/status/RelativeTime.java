package dev.gitopsbinding.http.status;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;

/** Times as people say them, with the exact time beside. */
final class RelativeTime {
  private static final Duration FEW = Duration.ofSeconds(1);

  private RelativeTime() {}

  /** How long ago a moment was, as an element; a text that is no time is shown as it is. */
  static String since(String moment, Instant now) {
    try {
      Instant at = Instant.parse(moment);
      Duration ago = Duration.between(at, now);
      return element(at, ago.compareTo(FEW) < 0 ? "just now" : inWords(ago) + " ago");
    } catch (DateTimeParseException e) {
      return Html.escape(moment);
    }
  }

  /** How long something has lasted since a moment, as an element. */
  static String lasting(String moment, Instant now) {
    try {
      Instant at = Instant.parse(moment);
      return element(at, "for " + inWords(Duration.between(at, now)));
    } catch (DateTimeParseException e) {
      return "since " + Html.escape(moment);
    }
  }

  /** How long it is until a moment, as an element. */
  static String until(Instant moment, Instant now) {
    Duration left = Duration.between(now, moment);
    return element(moment, left.compareTo(FEW) < 0 ? "now" : "in " + inWords(left));
  }

  /** The largest unit of which there are at least two; nothing is below 0 s. */
  static String inWords(Duration duration) {
    if (duration.isNegative()) {
      return "0 s";
    }
    if (duration.toSeconds() < 120) {
      return duration.toSeconds() + " s";
    }
    if (duration.toMinutes() < 120) {
      return duration.toMinutes() + " min";
    }
    return duration.toHours() < 48 ? duration.toHours() + " h" : duration.toDays() + " d";
  }

  private static String element(Instant at, String words) {
    String exact = at.truncatedTo(ChronoUnit.SECONDS).toString();
    return "<time datetime=\"" + exact + "\" title=\"" + exact + "\">" + words + "</time>";
  }
}
