package dev.gitopsbinding.net.share;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Honours {@code Retry-After} (RFC 9110, section 10.2.3) per host, login and tenant: one tenant's
 * limit never delays another. A limit is for one repository until the host limits the same login at
 * a second one; then it is for all repositories of the host. Thread-safe.
 */
public final class RateLimits {
  private static final Duration MAX_RETRY_AFTER = Duration.ofHours(1);
  private static final int MAX_DIGITS = 9;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

  private final Clock clock;
  private final Map<Asker, Limited> askers = new HashMap<>();

  /** No host is left alone yet. */
  public RateLimits(Clock clock) {
    this.clock = clock;
  }

  /**
   * Who asks a host.
   *
   * @param host with its port
   * @param login tells logins and tenants apart; no secret
   */
  public record Asker(String host, String login) {}

  /**
   * What a host wants.
   *
   * @param status its HTTP status
   * @param end until when it is left alone
   * @param told whether the host said for how long; else the operator chose
   */
  public record Limit(int status, Instant end, boolean told) {
    /** For users, the same for as long as the limit lasts. */
    public String message(String host) {
      String said = "%s answered %d (%s)".formatted(host, status, words());
      // Cut off, a time would be too early.
      return told
          ? said + ". Next attempt at " + TIME.format(end.plusMillis(999)) + " or later."
          : said + " without saying for how long. The operator retries later.";
    }

    private String words() {
      return switch (status) {
        case 429 -> "too many requests";
        case 503 -> "not available";
        default -> "rate limit exceeded";
      };
    }
  }

  private static final class Limited {
    private final Map<String, Limit> repositories = new HashMap<>();
    private Optional<Limit> all = Optional.empty();

    Optional<Limit> of(String repository) {
      return Stream.concat(all.stream(), Stream.ofNullable(repositories.get(repository)))
          .reduce(RateLimits::later);
    }

    boolean tidy(Instant now) {
      repositories.values().removeIf(limit -> !now.isBefore(limit.end()));
      all = all.filter(limit -> now.isBefore(limit.end()));
      return repositories.isEmpty() && all.isEmpty();
    }
  }

  /** The limit, if there is one now. */
  public synchronized Optional<Limit> limit(Asker asker, String repository) {
    return Optional.ofNullable(askers.get(asker))
        .flatMap(limited -> limited.of(repository))
        .filter(limit -> clock.instant().isBefore(limit.end()));
  }

  /**
   * Notes what a host asked for, at most an hour.
   *
   * @param repository what was asked for; empty if the answer is about the login
   * @param retryAfter seconds or a date
   * @return the limit that holds now; empty if the text is neither, or over already
   */
  public Optional<Limit> note(
      Asker asker, Optional<String> repository, int status, String retryAfter) {
    Instant now = clock.instant();
    return end(retryAfter.strip(), now)
        .map(end -> end.isAfter(now.plus(MAX_RETRY_AFTER)) ? now.plus(MAX_RETRY_AFTER) : end)
        .filter(end -> end.isAfter(now))
        .map(end -> note(asker, repository, new Limit(status, end, true), now));
  }

  /** Notes that a host wants to be left alone and does not say for how long. */
  public Limit note(Asker asker, Optional<String> repository, int status, Duration pause) {
    Instant now = clock.instant();
    return note(asker, repository, new Limit(status, now.plus(pause), false), now);
  }

  /** Forgets those that are over. */
  public synchronized void tidy() {
    Instant now = clock.instant();
    askers.values().removeIf(limited -> limited.tidy(now));
  }

  private synchronized Limit note(
      Asker asker, Optional<String> repository, Limit limit, Instant now) {
    Limited limited = askers.computeIfAbsent(asker, _ -> new Limited());
    limited.tidy(now);
    String name = repository.orElse("");
    boolean another = limited.repositories.keySet().stream().anyMatch(it -> !it.equals(name));
    if (repository.isEmpty() || another) {
      limited.all = Optional.of(limited.all.map(old -> later(old, limit)).orElse(limit));
    }
    if (repository.isPresent()) {
      limited.repositories.merge(name, limit, RateLimits::later);
    }
    return limited.of(name).orElse(limit);
  }

  private static Limit later(Limit one, Limit other) {
    return one.end().isAfter(other.end()) ? one : other;
  }

  private static Optional<Instant> end(String text, Instant now) {
    if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.of(
          now.plusSeconds(
              text.length() > MAX_DIGITS ? MAX_RETRY_AFTER.toSeconds() : Long.parseLong(text)));
    }
    try {
      return Optional.of(
          ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
