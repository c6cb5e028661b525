package dev.gitopsbinding.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoDurationTest {

  @ParameterizedTest
  @CsvSource({
    "0, PT0S",
    "-0, PT0S",
    "0s, PT0S",
    "90s, PT1M30S",
    "2m, PT2M",
    "1h30m, PT1H30M",
    "30m1h, PT1H30M",
    "1.5s, PT1.5S",
    ".5s, PT0.5S",
    "5.s, PT5S",
    "+5s, PT5S",
    "-1m, PT-1M",
    "100ms, PT0.1S",
    "7us, PT0.000007S",
    "7µs, PT0.000007S",
    "7μs, PT0.000007S",
    "9ns, PT0.000000009S",
    "0.9ns, PT0S",
    "1m1m, PT2M",
    "9223372036854775807ns, PT2562047H47M16.854775807S"
  })
  void readsWhatGoReads(String text, Duration duration) {
    assertThat(GoDuration.parse(text)).contains(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "3",
        "-",
        "s",
        ".",
        ".s",
        "+.s",
        "1d",
        "1w",
        "2 m",
        " 2m",
        "2m ",
        "PT2M",
        "2M",
        "1e3s",
        "1,5s",
        "--1s",
        "1m-1s",
        "00",
        "9223372036854775808ns",
        "2562048h"
      })
  void refusesWhatGoRefuses(String text) {
    assertThat(GoDuration.parse(text)).isEmpty();
  }

  @Test
  void refusesALongTextAtOnce() {
    assertThat(GoDuration.parse("1s".repeat(1_000_000))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0s",
    "120s, 2m",
    "90m, 1h30m",
    "3601s, 1h1s",
    "1500ms, 1.5s",
    "61.25s, 1m1.25s",
    "250ms, 250ms",
    "1500us, 1.5ms",
    "1500ns, 1.5us",
    "9ns, 9ns",
    "-90s, -1m30s",
    "10h, 10h",
    "100s, 1m40s"
  })
  void writesTheShortestForm(String given, String shortest) {
    Duration duration = GoDuration.parse(given).orElseThrow();

    assertThat(GoDuration.format(duration)).isEqualTo(shortest);
    assertThat(GoDuration.parse(shortest)).contains(duration);
  }
}
