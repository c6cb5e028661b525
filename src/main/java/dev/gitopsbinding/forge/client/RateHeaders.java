package dev.gitopsbinding.forge.client;

import dev.gitopsbinding.net.http.HttpAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads from an answer that no request may be sent for a while: {@code Retry-After}; {@code
 * X-RateLimit-Remaining} and {@code X-RateLimit-Reset} (GitHub), or the same without {@code X-}
 * (GitLab); or the text of GitHub's secondary limit, which is a 403 and may have no header ("Rate
 * limits for the REST API"). Pure.
 *
 * @param retryAfter seconds or a date, as in {@code Retry-After}; null if the host named no time
 */
public record RateHeaders(@Nullable String retryAfter) {
  /** How long to wait if the host does not say it; GitHub asks for at least a minute. */
  public static final Duration DEFAULT_DELAY = Duration.ofMinutes(1);

  /**
   * The limit that an answer sets; empty if it sets none.
   *
   * @param now by the clock of the machine, as the reset is a time of the host's clock
   */
  public static Optional<RateHeaders> of(HttpAnswer answer, Instant now) {
    boolean refused =
        switch (answer.status()) {
          case HttpAnswer.TOO_MANY_REQUESTS, HttpAnswer.FORBIDDEN, HttpAnswer.UNAVAILABLE -> true;
          default -> false;
        };
    if (refused && answer.retryAfter() != null) {
      return Optional.of(new RateHeaders(answer.retryAfter()));
    }
    Optional<String> reset = reset(answer, now);
    if (reset.isPresent()) {
      return reset.map(RateHeaders::new);
    }
    return isLimit(answer) ? Optional.of(new RateHeaders(null)) : Optional.empty();
  }

  /** In how many seconds requests are allowed again, if none is left; at least one. */
  private static Optional<String> reset(HttpAnswer answer, Instant now) {
    boolean none = header(answer, "ratelimit-remaining").filter("0"::equals).isPresent();
    // GitHub counts requests of GraphQL by themselves: others are still allowed.
    boolean graphql = header(answer, "ratelimit-resource").filter("graphql"::equals).isPresent();
    return header(answer, "ratelimit-reset")
        .filter(_ -> none && !(graphql && answer.isSuccess()))
        .filter(epoch -> epoch.matches("[0-9]{1,12}"))
        .map(Long::parseLong)
        .map(epoch -> Math.max(1, epoch - now.getEpochSecond()))
        .map(String::valueOf);
  }

  /** Whether an answer limits requests, whatever its headers say about the time. */
  public static boolean isLimit(HttpAnswer answer) {
    return answer.status() == HttpAnswer.TOO_MANY_REQUESTS
        || (answer.status() == HttpAnswer.FORBIDDEN
            && answer.body().toLowerCase(Locale.ROOT).contains("rate limit"));
  }

  private static Optional<String> header(HttpAnswer answer, String name) {
    return Stream.of("x-" + name, name)
        .flatMap(key -> answer.header(key).stream())
        .map(String::strip)
        .findFirst();
  }
}
