package dev.gitopsbinding.model.text;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Times as the Kubernetes API writes them: RFC 3339, UTC, whole seconds. */
public final class WholeSeconds {
  private WholeSeconds() {}

  /** The time as text, without its fraction of a second. */
  public static String format(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** The time; empty if there is no text, or if it is no time, as a stored object can be edited. */
  public static Optional<Instant> parse(@Nullable String text) {
    try {
      return Optional.ofNullable(text).map(Instant::parse);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
