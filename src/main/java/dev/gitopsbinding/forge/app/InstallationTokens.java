package dev.gitopsbinding.forge.app;

import dev.gitopsbinding.forge.ForgeSettings;
import dev.gitopsbinding.git.credential.AppToken;
import dev.gitopsbinding.git.credential.AppTokens;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.http.HttpExchanges;
import dev.gitopsbinding.net.http.HttpHosts;
import dev.gitopsbinding.net.share.BoundedCall;
import dev.gitopsbinding.net.share.SingleFlightCache;
import dev.gitopsbinding.net.share.TimeLimit;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tokens of GitHub Apps, each for one repository. All who need the same one share it, and one
 * request for it; it is renewed five minutes before its end, and used to its end if the host gives
 * no other. Thread-safe; callers block.
 */
public final class InstallationTokens implements AppTokens, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(InstallationTokens.class);

  /** Of about 1 KiB each. A token beyond is asked for again. */
  private static final int CAPACITY = 4_000;

  /**
   * Hosts of GitHub may not know a new token for some seconds: its own client library repeats
   * requests for five.
   */
  private static final Duration UNKNOWN_FOR = Duration.ofSeconds(5);

  private static final Duration REPLICATION_DELAY = Duration.ofSeconds(1);

  /** So at most one token a minute is made for a repository that refuses all of them. */
  private static final Duration NOT_REVOKED_FOR = Duration.ofMinutes(1);

  /** A token takes a second; what is left of a longer time is needed for what it is for. */
  private static final Duration MAX_TIME = Duration.ofSeconds(15);

  /**
   * While the old token is still valid. GitHub takes less than a second; operations hold the permit
   * of their git host meanwhile.
   */
  private static final Duration MAX_RENEWAL_TIME = Duration.ofSeconds(2);

  /** So a wrong key, or an API that hangs, does not cost a request for every git operation. */
  private static final Duration FAILED_FOR = Duration.ofSeconds(30);

  private static final Duration UNUSED = Duration.ofHours(1);
  private static final long TIDY_SECONDS = 15;

  /**
   * What callers share.
   *
   * @param login the digest of the app with its key
   */
  private record Key(String login, URI api, String repository) {}

  /** Waits. */
  @FunctionalInterface
  interface Sleeper {
    void sleep(Duration time) throws InterruptedException;
  }

  private final ForgeSettings settings;
  private final HttpHosts hosts;
  private final Clock steady;
  private final Clock wall;
  private final Sleeper sleeper;
  private final SingleFlightCache<Key, TokenAnswer> answers;

  /** Apart from the tokens, which may be valid nevertheless. */
  private final SingleFlightCache<Key, TokenAnswer> failures;

  private final ScheduledExecutorService tidying =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("tidy").factory());

  InstallationTokens(ForgeSettings settings, Clock steady, Clock wall, Sleeper sleeper) {
    this.settings = settings;
    this.hosts = new HttpHosts(settings.http(), settings.requestsPerHost(), steady);
    this.steady = steady;
    this.wall = wall;
    this.sleeper = sleeper;
    this.answers =
        new SingleFlightCache<>(
            steady, CAPACITY, TokenAnswer.Granted.class::isInstance, TokenAnswer::isLate);
    this.failures =
        new SingleFlightCache<>(
            steady, CAPACITY, TokenAnswer.Failed.class::isInstance, TokenAnswer::isLate);
  }

  /**
   * Starts without connecting to a host.
   *
   * @param steady a monotonic clock, for the age of tokens and for rate limits
   * @param wall the clock of the machine, for what is signed
   */
  public static InstallationTokens start(ForgeSettings settings, Clock steady, Clock wall) {
    InstallationTokens started = new InstallationTokens(settings, steady, wall, Thread::sleep);
    var _ =
        started.tidying.scheduleWithFixedDelay(
            started::tidy, TIDY_SECONDS, TIDY_SECONDS, TimeUnit.SECONDS);
    return started;
  }

  @Override
  public Result<AppToken> token(Access access, Duration timeout) {
    return token(access, timeout, _ -> true);
  }

  @Override
  public Result<Optional<AppToken>> another(Access access, AppToken refused, Duration timeout) {
    TimeLimit end = TimeLimit.in(timeout);
    Duration age = Duration.between(refused.issued(), steady.instant());
    if (age.compareTo(UNKNOWN_FOR) < 0) {
      return Result.ok(waitForReplicas(end) ? Optional.of(refused) : Optional.empty());
    }
    return age.compareTo(NOT_REVOKED_FOR) < 0
        ? Result.ok(Optional.empty())
        : token(access, end.remaining(), token -> !token.equals(refused))
            .then(token -> Result.ok(Optional.of(token)));
  }

  /** Closes all connections, which ends running requests. */
  @Override
  public void close() {
    tidying.shutdownNow();
    hosts.close();
  }

  private boolean waitForReplicas(TimeLimit end) {
    if (end.remaining().compareTo(REPLICATION_DELAY) <= 0) {
      return false;
    }
    try {
      sleeper.sleep(REPLICATION_DELAY);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Result<AppToken> token(Access access, Duration timeout, Predicate<AppToken> wanted) {
    return AppRepository.of(access)
        .then(
            repository ->
                settings
                    .allowedHosts()
                    .refusal(repository.host())
                    .<Result<AppToken>>map(Result::failed)
                    .orElseGet(() -> shared(access, repository, timeout, wanted)));
  }

  private Result<AppToken> shared(
      Access access, AppRepository repository, Duration timeout, Predicate<AppToken> wanted) {
    // GitHub ignores the case of names.
    Key key =
        new Key(
            access.app().digest(),
            repository.api(),
            repository.toString().toLowerCase(Locale.ROOT));
    Optional<TokenAnswer> old =
        answers.kept(
            key,
            (known, _) ->
                known instanceof TokenAnswer.Granted
                    && suits(known, wanted, TokenAnswer.Granted::end));
    TokenAnswer answer =
        answers
            .get(
                access.tenant(),
                key,
                (known, _) -> suits(known, wanted, TokenAnswer.Granted::renewal),
                old.isPresent()
                    ? shorter(timeout.dividedBy(2), MAX_RENEWAL_TIME)
                    : shorter(timeout, MAX_TIME),
                (_, left) -> unlessFailed(access, repository, key, left, old.isPresent()))
            .orElseGet(
                () -> TokenAnswer.Failed.of(AppException.late(repository.host().hostAndPort())));
    if (answer instanceof TokenAnswer.Failed failed) {
      // The host is unreachable, or limits requests: an older token is good until its end.
      answer = old.orElse(failed);
    }
    return switch (answer) {
      case TokenAnswer.Granted(var token, _, _) -> Result.ok(token);
      case TokenAnswer.Failed(var failure, _, _) -> Result.failed(failure);
    };
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /**
   * Asks, unless that failed a moment ago and another request can wait.
   *
   * @param renewal whether there is a token that is still valid
   */
  private TokenAnswer unlessFailed(
      Access access, AppRepository repository, Key key, Duration timeout, boolean renewal) {
    return failures
        .get(
            access.tenant(),
            key,
            (known, asked) ->
                switch (known) {
                  case TokenAnswer.Granted _ -> true;
                  case TokenAnswer.Failed(_, _, var refused) ->
                      (renewal || refused) && steady.instant().isBefore(asked.plus(FAILED_FOR));
                },
            timeout,
            (start, left) -> ask(access, repository, start, left))
        .orElseGet(() -> TokenAnswer.Failed.of(AppException.late(repository.host().hostAndPort())));
  }

  private boolean suits(
      TokenAnswer answer,
      Predicate<AppToken> wanted,
      Function<TokenAnswer.Granted, Instant> until) {
    return switch (answer) {
      case TokenAnswer.Granted granted ->
          wanted.test(granted.token()) && steady.instant().isBefore(until.apply(granted));
      // Only of a request that is running just now; failures are not kept.
      case TokenAnswer.Failed _ -> true;
    };
  }

  private TokenAnswer ask(
      Access access, AppRepository repository, Instant start, Duration timeout) {
    HttpExchanges exchanges =
        new HttpExchanges(
            hosts, access.tenant(), access.app().caCertificates(), TimeLimit.in(timeout));
    TokenRequests requests =
        new TokenRequests(settings, hosts, access, repository, exchanges, wall);
    String host = repository.host().hostAndPort();
    try {
      return new BoundedCall("token of " + host, timeout)
          .run(
              () -> granted(requests, start),
              exchanges::cancel,
              TokenAnswer.Granted.class::isInstance)
          .orElseGet(() -> TokenAnswer.Failed.of(AppException.late(host)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return TokenAnswer.Failed.of(AppException.late(host));
    } catch (ExecutionException e) {
      Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
      // Without the message, which may repeat what was sent or received.
      LOG.error("No token from {}: unexpected {}", host, cause.getClass().getName());
      return new TokenAnswer.Failed(
          new Failure.Internal(
              "unexpected %s while %s was asked for a token of a GitHub App; see the operator's log"
                  .formatted(cause.getClass().getSimpleName(), host)),
          false,
          false);
    }
  }

  private static TokenAnswer granted(TokenRequests requests, Instant start) {
    try {
      return TokenAnswer.Granted.of(requests.ask(start), start);
    } catch (AppException e) {
      return TokenAnswer.Failed.of(e);
    }
  }

  private void tidy() {
    try {
      hosts.tidy();
      answers.dropUnused(UNUSED);
      failures.dropUnused(UNUSED);
    } catch (RuntimeException | Error e) {
      LOG.error("Idle connections to forges could not be cleaned up", e);
    }
  }
}
