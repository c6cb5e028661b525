package dev.gitopsbinding.model.text;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Times as the Kubernetes API writes them: RFC 3339, UTC, whole seconds. */
public final class WholeSeconds {
  private static final String FORM = "0000-00-00T00:00:00Z";

  private WholeSeconds() {}

  /** The time as text, without its fraction of a second. */
  public static String format(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** The time; empty if there is no text, or if it is no time, as a stored object can be edited. */
  public static Optional<Instant> parse(@Nullable String text) {
    try {
      return Optional.ofNullable(text)
          .map(given -> isUsual(given) ? usual(given) : Instant.parse(given));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static boolean isUsual(String text) {
    if (text.length() != FORM.length()) {
      return false;
    }
    for (int i = 0; i < FORM.length(); i++) {
      char c = text.charAt(i);
      boolean fits = FORM.charAt(i) == '0' ? c >= '0' && c <= '9' : c == FORM.charAt(i);
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  /** Without the parser of all forms, which is slow: every sync reads several times. */
  private static Instant usual(String text) {
    try {
      return LocalDateTime.of(
              number(text, 0, 4),
              number(text, 5, 7),
              number(text, 8, 10),
              number(text, 11, 13),
              number(text, 14, 16),
              number(text, 17, 19))
          .toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      return Instant.parse(text); // knows of leap seconds and of the end of a day, 24:00:00
    }
  }

  private static int number(String text, int from, int to) {
    return Integer.parseInt(text, from, to, 10);
  }
}
