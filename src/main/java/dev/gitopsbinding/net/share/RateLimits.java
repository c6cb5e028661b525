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
import org.jspecify.annotations.Nullable;

/**
 * Honours {@code Retry-After} (RFC 9110, section 10.2.3) per host, login and tenant: one tenant's
 * limit never delays another. A limit applies to one repository until the host limits the same
 * login at a second repository; then it applies to all repositories of the host. Thread-safe.
 */
public final class RateLimits {
  private static final Duration MAX_RETRY_AFTER = Duration.ofHours(1);
  private static final int MAX_DIGITS = 9;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

  private final Clock clock;
  private final Map<Asker, Limited> askers = new HashMap<>();

  /**
   * Creates an instance without limits.
   *
   * @param clock monotonic
   */
  public RateLimits(Clock clock) {
    this.clock = clock;
  }

  /**
   * A host, and who sends requests to it.
   *
   * @param host with its port
   * @param login identifies login and tenant; no secret
   */
  public record Asker(String host, String login) {}

  /**
   * A limit that a host set.
   *
   * @param status the HTTP status of its answer
   * @param end until when no request is sent
   * @param stated whether the host stated the end; otherwise the operator chose it
   */
  public record Limit(int status, Instant end, boolean stated) {
    /** The message for users; it stays the same while the limit lasts. */
    public String message(String host) {
      String said =
          switch (status) {
            // A valid answer, which used up the last request.
            case 200, 304 -> host + " allows no more requests for now";
            default -> "%s answered %d (%s)".formatted(host, status, meaning());
          };
      // Rounded up to the next second: TIME cuts off fractions.
      return stated
          ? said + ". Next attempt at " + TIME.format(end.plusMillis(999)) + " or later."
          : said + " without saying for how long. The operator retries later.";
    }

    private String meaning() {
      return switch (status) {
        case 429 -> "too many requests";
        case 503 -> "not available";
        default -> "rate limit exceeded";
      };
    }
  }

  private static final class Limited {
    private final Map<String, Limit> repositories = new HashMap<>();
    private @Nullable Limit all;

    Optional<Limit> of(String repository) {
      return Stream.concat(Stream.ofNullable(all), Stream.ofNullable(repositories.get(repository)))
          .reduce(RateLimits::later);
    }

    boolean tidy(Instant now) {
      repositories.values().removeIf(limit -> !now.isBefore(limit.end()));
      if (all != null && !now.isBefore(all.end())) {
        all = null;
      }
      return repositories.isEmpty() && all == null;
    }
  }

  /** The limit that applies now, if any. */
  public synchronized Optional<Limit> limit(Asker asker, String repository) {
    return Optional.ofNullable(askers.get(asker))
        .flatMap(limited -> limited.of(repository))
        .filter(limit -> clock.instant().isBefore(limit.end()));
  }

  /**
   * Records the {@code Retry-After} of a host, at most one hour.
   *
   * @param repository what was requested; null if the answer is about the login
   * @param retryAfter seconds or a date
   * @return the limit that applies now; empty if the text is neither, or already past
   */
  public Optional<Limit> note(
      Asker asker, @Nullable String repository, int status, String retryAfter) {
    Instant now = clock.instant();
    return end(retryAfter.strip(), now)
        .map(end -> end.isAfter(now.plus(MAX_RETRY_AFTER)) ? now.plus(MAX_RETRY_AFTER) : end)
        .filter(end -> end.isAfter(now))
        .map(end -> note(asker, repository, new Limit(status, end, true), now));
  }

  /**
   * Records a limit of a host that did not say for how long.
   *
   * @param repository what was requested; null if the answer is about the login
   * @param delay how long no request is sent
   * @return the limit that applies now
   */
  public Limit note(Asker asker, @Nullable String repository, int status, Duration delay) {
    Instant now = clock.instant();
    return note(asker, repository, new Limit(status, now.plus(delay), false), now);
  }

  /** Removes limits that are past. */
  public synchronized void tidy() {
    Instant now = clock.instant();
    askers.values().removeIf(limited -> limited.tidy(now));
  }

  private synchronized Limit note(
      Asker asker, @Nullable String repository, Limit limit, Instant now) {
    Limited limited = askers.computeIfAbsent(asker, _ -> new Limited());
    limited.tidy(now);
    boolean another =
        limited.repositories.keySet().stream().anyMatch(known -> !known.equals(repository));
    if (repository == null || another) {
      limited.all = limited.all == null ? limit : later(limited.all, limit);
    }
    if (repository != null) {
      limited.repositories.merge(repository, limit, RateLimits::later);
    }
    return limited.of(repository == null ? "" : repository).orElse(limit);
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
