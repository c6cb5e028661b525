package dev.gitopsbinding.model;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as Kubernetes users write them: {@code 90s}, {@code 2m}, {@code 1h30m}, {@code 1.5s}
 * (Go, package time, "ParseDuration").
 */
public final class GoDuration {
  private static final String NUMBER = "[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+";
  private static final String UNIT = "ns|us|µs|μs|ms|s|m|h";
  private static final Pattern PART = Pattern.compile("(" + NUMBER + ")(" + UNIT + ")");
  private static final Pattern WHOLE =
      Pattern.compile("[-+]?(?:(?:" + NUMBER + ")(?:" + UNIT + "))+");
  private static final Map<String, Long> NANOS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "µs", 1_000L,
          "μs", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);
  private static final BigInteger MAX_NANOS = BigInteger.valueOf(Long.MAX_VALUE);
  private static final int MAX_LENGTH = 100;

  private GoDuration() {}

  /**
   * Reads a duration. Fractions of a nanosecond are cut off.
   *
   * @return empty if the text is no duration, or one of more than 2^63-1 nanoseconds (292 years),
   *     which Go refuses too
   */
  public static Optional<Duration> parse(String text) {
    if (text.matches("[-+]?0")) {
      return Optional.of(Duration.ZERO);
    }
    if (text.length() > MAX_LENGTH || !WHOLE.matcher(text).matches()) {
      return Optional.empty();
    }
    BigInteger nanos = BigInteger.ZERO;
    Matcher part = PART.matcher(text);
    while (part.find()) {
      nanos = nanos.add(nanos(part.group(1), part.group(2)));
    }
    if (nanos.compareTo(MAX_NANOS) > 0) {
      return Optional.empty();
    }
    Duration magnitude = Duration.ofNanos(nanos.longValueExact());
    return Optional.of(text.startsWith("-") ? magnitude.negated() : magnitude);
  }

  /**
   * Writes a duration in its shortest form, for example {@code 1h30m}, {@code 1.5s}, {@code 0s}.
   */
  public static String format(Duration duration) {
    if (duration.isZero()) {
      return "0s";
    }
    Duration magnitude = duration.abs();
    String sign = duration.isNegative() ? "-" : "";
    if (magnitude.toSeconds() == 0) {
      return sign + subSecond(magnitude.toNanosPart());
    }
    long hours = magnitude.toHours();
    int minutes = magnitude.toMinutesPart();
    BigDecimal seconds =
        BigDecimal.valueOf(magnitude.toSecondsPart())
            .add(BigDecimal.valueOf(magnitude.toNanosPart(), 9));
    return sign
        + (hours == 0 ? "" : hours + "h")
        + (minutes == 0 ? "" : minutes + "m")
        + (seconds.signum() == 0 ? "" : plain(seconds) + "s");
  }

  private static String subSecond(int nanos) {
    if (nanos < 1_000) {
      return nanos + "ns";
    }
    return nanos < 1_000_000
        ? plain(BigDecimal.valueOf(nanos, 3)) + "us"
        : plain(BigDecimal.valueOf(nanos, 6)) + "ms";
  }

  private static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }

  private static BigInteger nanos(String number, String unit) {
    return new BigDecimal(number)
        .multiply(
            BigDecimal.valueOf(Objects.requireNonNull(NANOS.get(unit), "PART knows the units")))
        .setScale(0, RoundingMode.DOWN)
        .toBigInteger();
  }
}
