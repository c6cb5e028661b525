package dev.gitopsbinding.git.transport;

import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.net.share.RateLimits;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.NameValuePair;

/**
 * The rate limit of a git host for one login and repository. GitHub sends 403 or 429 with {@code
 * Retry-After}, or with {@code X-RateLimit-Remaining: 0} and {@code X-RateLimit-Reset} (GitHub,
 * "Rate limits for the REST API"; its secondary limits apply to git over HTTPS too).
 *
 * @param repository the path of the repository
 */
public record RateLimit(RateLimits limits, RateLimits.Asker asker, String repository) {
  private static final int FORBIDDEN = 403;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int UNAVAILABLE = 503;
  private static final int MAX_DIGITS = 11;

  /** Used if the host names no time; the value that GitHub advises. */
  private static final Duration DEFAULT_RETRY_AFTER = Duration.ofMinutes(1);

  public static RateLimit of(RateLimits limits, Remote remote) {
    RepositoryUrl url = remote.branch().url();
    return new RateLimit(
        limits,
        new RateLimits.Asker(
            url.hostAndPort(), remote.tenant() + " " + remote.credential().digest()),
        url.identity().path());
  }

  /** The limit that is in force now. */
  public Optional<RateLimits.Limit> limit() {
    return limits.limit(asker, repository);
  }

  /**
   * Stores the limit that an answer states.
   *
   * @return the limit that is in force now; empty if the answer states none
   */
  public Optional<RateLimits.Limit> note(ClassicHttpResponse answer) {
    int status = answer.getCode();
    if (status != FORBIDDEN && status != TOO_MANY_REQUESTS && status != UNAVAILABLE) {
      return Optional.empty();
    }
    Optional<RateLimits.Limit> stated =
        header(answer, "Retry-After")
            .or(() -> reset(answer))
            .flatMap(until -> limits.note(asker, repository, status, until));
    return stated.isEmpty() && (status == TOO_MANY_REQUESTS || isUsedUp(answer))
        ? Optional.of(limits.note(asker, repository, status, DEFAULT_RETRY_AFTER))
        : stated;
  }

  private static boolean isUsedUp(ClassicHttpResponse answer) {
    return header(answer, "X-RateLimit-Remaining").filter("0"::equals).isPresent();
  }

  /** Converts the reset time, in seconds since 1970, to the date format of {@code Retry-After}. */
  private static Optional<String> reset(ClassicHttpResponse answer) {
    return header(answer, "X-RateLimit-Reset")
        .filter(_ -> isUsedUp(answer))
        .filter(text -> text.matches("[0-9]{1," + MAX_DIGITS + "}"))
        .map(text -> Instant.ofEpochSecond(Long.parseLong(text)).atOffset(ZoneOffset.UTC))
        .map(DateTimeFormatter.RFC_1123_DATE_TIME::format);
  }

  private static Optional<String> header(ClassicHttpResponse answer, String name) {
    return Optional.<Header>ofNullable(answer.getFirstHeader(name))
        .map(NameValuePair::getValue)
        .map(String::strip);
  }
}
