package dev.gitopsbinding.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WholeSecondsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-28T17:41:57Z",
        "0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "2024-02-29T00:00:00Z",
        "2023-02-29T00:00:00Z",
        "2026-04-31T00:00:00Z",
        "2026-00-10T00:00:00Z",
        "2026-13-10T00:00:00Z",
        "2026-01-01T24:00:00Z",
        "2026-01-01T24:00:01Z",
        "2016-12-31T23:59:60Z",
        "2026-01-01T23:60:00Z",
        "2026-01-01t23:00:00z",
        "2026-01-01T23:00:00.5Z",
        "2026-01-01T23:00:00+01:00",
        "2026-01-01T23:00Z",
        "+2026-01-01T23:00:0Z",
        "2026-01-01 23:00:00Z",
        "٢026-01-01T23:00:00Z",
        "now",
        ""
      })
  void readsWhatTheParserOfAllFormsReads(String text) {
    assertThat(WholeSeconds.parse(text)).isEqualTo(readByTheJdk(text));
  }

  @Test
  void readsWhatItWrites() {
    Random random = new Random(1);
    for (int i = 0; i < 1000; i++) {
      Instant moment = Instant.ofEpochSecond(random.nextLong(-62_000_000_000L, 250_000_000_000L));
      assertThat(WholeSeconds.parse(WholeSeconds.format(moment.plusNanos(999)))).contains(moment);
    }
    assertThat(WholeSeconds.parse(null)).isEmpty();
  }

  private static Optional<Instant> readByTheJdk(@Nullable String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
