package dev.gitopsbinding.status.condition;

import dev.gitopsbinding.model.text.WholeSeconds;
import java.time.Instant;
import java.util.Optional;

/** Times as statuses hold them. */
public final class Timestamps {
  private Timestamps() {}

  public static String format(Instant instant) {
    return WholeSeconds.format(instant);
  }

  /** The time; empty if the text is none, as a status can be edited. */
  public static Optional<Instant> parse(String text) {
    return WholeSeconds.parse(text);
  }
}
