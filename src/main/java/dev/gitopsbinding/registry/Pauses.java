package dev.gitopsbinding.registry;

import dev.gitopsbinding.model.RepositoryUrl;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Until when hosts want to be left alone ({@code Retry-After}; RFC 9110, section 10.2.3), by who
 * asked: hosts limit each login by itself, and nobody can have others wait.
 */
final class Pauses {
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final int MAX_DIGITS = 9;

  private final Clock clock;
  private final Map<Key, Instant> ends = new ConcurrentHashMap<>();

  private record Key(String host, String asker) {}

  Pauses(Clock clock) {
    this.clock = clock;
  }

  /** Notes what a host asked for: seconds or a date. Anything else is no pause. */
  void note(RepositoryUrl host, String asker, String retryAfter) {
    Instant now = clock.instant();
    end(retryAfter.strip(), now)
        .map(end -> end.isAfter(now.plus(LONGEST)) ? now.plus(LONGEST) : end)
        .filter(end -> end.isAfter(now))
        .ifPresent(
            end ->
                ends.merge(
                    new Key(host.hostAndPort(), asker), end, (a, b) -> a.isAfter(b) ? a : b));
  }

  /**
   * Passes if the host may be asked.
   *
   * @param asker tells logins apart
   * @throws RegistryException until it may; the text does not tell when, or each pause would make
   *     another status
   */
  void check(RepositoryUrl host, String asker) throws RegistryException {
    Optional<Instant> end = Optional.ofNullable(ends.get(new Key(host.hostAndPort(), asker)));
    if (end.isPresent() && clock.instant().isBefore(end.get())) {
      throw new RegistryException(
          RegistryException.Kind.LIMITED,
          "%s wants fewer requests, and is left alone for as long as it asked. Where no Secret is named yet, a login usually raises the limit: see spec.image.check.secretRef"
              .formatted(host.hostAndPort()));
    }
  }

  /** Forgets those that are over. */
  void tidy() {
    Instant now = clock.instant();
    ends.values().removeIf(end -> !now.isBefore(end));
  }

  private static Optional<Instant> end(String text, Instant now) {
    if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.of(
          now.plusSeconds(text.length() > MAX_DIGITS ? LONGEST.toSeconds() : Long.parseLong(text)));
    }
    try {
      return Optional.of(
          ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
