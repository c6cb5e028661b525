package dev.gitopsbinding.forge.lookup;

import dev.gitopsbinding.forge.CheckJudge;
import dev.gitopsbinding.forge.Forge;
import dev.gitopsbinding.forge.ForgeSettings;
import dev.gitopsbinding.forge.Listing;
import dev.gitopsbinding.forge.lookup.ForgeException.Kind;
import dev.gitopsbinding.model.CheckState;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.http.HttpExchanges;
import dev.gitopsbinding.net.http.Redactor;
import dev.gitopsbinding.net.share.BoundedCall;
import dev.gitopsbinding.net.share.SingleFlightCache;
import dev.gitopsbinding.net.share.TimeLimit;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks up whether the checks of a commit have passed. All bindings that ask for one commit with
 * one login share a lookup. Thread-safe; callers block.
 */
public final class Forges implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Forges.class);

  /** The length of all names and links that are remembered, of all commits together. */
  private static final long CAPACITY = 4 << 20;

  /** A commit that no binding has asked for in this time is usually not the newest any more. */
  private static final Duration UNUSED = Duration.ofMinutes(10);

  private static final long TIDY_SECONDS = 15;

  /** Less than the shortest pause between two looks of one binding. */
  private static final Duration FRESH = Duration.ofSeconds(4);

  /**
   * Checks that have passed seldom fail later, and the binding may wait for its image meanwhile.
   */
  private static final Duration PASSED_FOR = Duration.ofSeconds(30);

  /**
   * What bindings share.
   *
   * @param lists the paths of what is requested, which depends on the wanted names at some forges
   */
  private record Key(
      RepositoryUrl repository,
      String provider,
      CommitSha commit,
      String access,
      List<String> lists) {}

  /**
   * What a binding wants to know.
   *
   * @param tenant who the lookup is for: the namespace of a binding
   * @param names the checks that count; empty: all
   * @param notBefore an answer must not be older than this
   * @param lookNow false to take an older answer if there is one
   */
  public record Query(String tenant, List<String> names, Instant notBefore, boolean lookNow) {
    /** Copies the list. */
    public Query {
      names = List.copyOf(names);
    }
  }

  private final ForgeLocator locator;
  private final ForgeHosts hosts;
  private final ForgeListener listener;
  private final Clock steady;
  private final SingleFlightCache<Key, LookupResult> answers;
  private final ScheduledExecutorService tidying =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("tidy").factory());

  private Forges(
      ForgeSettings settings,
      List<Forge> forges,
      ForgeListener listener,
      Clock steady,
      Clock wall) {
    this.locator = new ForgeLocator(forges);
    this.hosts = ForgeHosts.start(settings, steady, wall);
    this.listener = listener;
    this.steady = steady;
    this.answers =
        new SingleFlightCache<>(
            steady,
            CAPACITY,
            LookupResult::size,
            LookupResult.Answered.class::isInstance,
            LookupResult::isLate);
  }

  /**
   * Starts without connecting to a forge.
   *
   * @param forges the kinds of forges; each has another provider
   * @param steady a monotonic clock, for the age of answers and for rate limits
   * @param wall the clock of the machine, for times that forges name
   */
  public static Forges start(
      ForgeSettings settings,
      List<Forge> forges,
      ForgeListener listener,
      Clock steady,
      Clock wall) {
    Forges started = new Forges(settings, forges, listener, steady, wall);
    var _ =
        started.tidying.scheduleWithFixedDelay(
            started::tidy, TIDY_SECONDS, TIDY_SECONDS, TimeUnit.SECONDS);
    return started;
  }

  /**
   * A commit at its forge, if the forge may be asked.
   *
   * @param provider the kind of forge; null: the host tells
   * @param api where the forge's API is; null: where this kind of forge has it
   * @return fails with {@code INVALID_SPEC} or {@code HOST_NOT_ALLOWED}
   */
  public Result<ForgeCommit> locate(
      @Nullable String provider, @Nullable URI api, RepositoryUrl source, CommitSha commit) {
    return locator
        .locate(provider, api, source, commit)
        .then(
            found ->
                hosts
                    .settings()
                    .allowedHosts()
                    .refusal(found.repository())
                    .<Result<ForgeCommit>>map(Result::failed)
                    .orElseGet(() -> Result.ok(found)));
  }

  /**
   * Whether the checks of a commit have passed.
   *
   * @param timeout how long to wait at most
   * @return fails with {@code ADDRESS_NOT_ALLOWED}, or {@code FORGE_UNAVAILABLE} if there is no
   *     usable answer; a {@link Failure.Secret} if another Secret may solve it
   */
  public Result<CheckState> checks(
      ForgeCommit commit, ForgeAccess access, Query query, Duration timeout) {
    Redactor redactor = redactor(access);
    List<Listing> lists = commit.forge().listings(commit.commit(), query.names());
    Key key =
        new Key(
            commit.repository(),
            commit.forge().provider(),
            commit.commit(),
            access.digest(),
            lists.stream().map(Listing::path).toList());
    LookupResult result =
        answers
            .get(
                query.tenant(),
                key,
                (answer, askedAt) -> suits(query, answer, askedAt),
                timeout,
                (_, left) -> ask(commit, lists, access, query.tenant(), redactor, left))
            .orElseGet(() -> LookupResult.of(ForgeException.late(commit.host())));
    return switch (result) {
      case LookupResult.Answered(var checks) ->
          Result.ok(
              new ShownState(commit.repository(), redactor)
                  .of(CheckJudge.judge(checks, query.names())));
      case LookupResult.Failed(_, var failure) -> Result.failed(failure);
    };
  }

  /** Closes all connections, which ends running lookups. */
  @Override
  public void close() {
    tidying.shutdownNow();
    hosts.close();
  }

  private boolean suits(Query query, LookupResult answer, Instant askedAt) {
    if (!(answer instanceof LookupResult.Answered(var checks))) {
      return !askedAt.isBefore(query.notBefore());
    }
    if (!query.lookNow()) {
      return true;
    }
    return !askedAt.isBefore(query.notBefore())
        && switch (CheckJudge.judge(checks, query.names())) {
          case CheckState.Passed _ -> !askedAt.isBefore(steady.instant().minus(PASSED_FOR));
          case CheckState.Pending _ -> !askedAt.isBefore(steady.instant().minus(FRESH));
          // It holds the binding, and every event, such as a restart of a pod, asks again.
          case CheckState.Failed _ -> true;
        };
  }

  private LookupResult ask(
      ForgeCommit commit,
      List<Listing> lists,
      ForgeAccess access,
      String tenant,
      Redactor redactor,
      Duration timeout) {
    HttpExchanges exchanges =
        new HttpExchanges(hosts.http(), tenant, access.authorities(), TimeLimit.in(timeout));
    ForgeRequests requests =
        new ForgeRequests(
            hosts,
            commit,
            lists,
            access,
            tenant,
            exchanges,
            new ForgeFailureClassifier(commit, access.token() == null, redactor));
    long start = System.nanoTime();
    LookupResult result = bounded(commit, requests, exchanges, timeout);
    listener.requestEnded(
        commit.forge().provider(), result.label(), Duration.ofNanos(System.nanoTime() - start));
    return result;
  }

  private static LookupResult bounded(
      ForgeCommit commit, ForgeRequests requests, HttpExchanges exchanges, Duration timeout) {
    try {
      return new BoundedCall("forge " + commit.host(), timeout)
          .run(() -> look(requests), exchanges::cancel, LookupResult.Answered.class::isInstance)
          .orElseGet(() -> LookupResult.of(ForgeException.late(commit.host())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return LookupResult.of(
          new ForgeException(
              Kind.LATE,
              "Forge %s: cancelled, because the operator is shutting down"
                  .formatted(commit.host())));
    } catch (ExecutionException e) {
      Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
      // Without the message, which may repeat what was sent or received.
      LOG.error(
          "Lookup at forge {} failed: unexpected {}", commit.host(), cause.getClass().getName());
      return LookupResult.of(
          new ForgeException(
              Kind.ERROR,
              "Forge %s: unexpected %s. Report the error"
                  .formatted(commit.host(), cause.getClass().getSimpleName())));
    }
  }

  private static LookupResult look(ForgeRequests requests) {
    try {
      return new LookupResult.Answered(requests.checks());
    } catch (ForgeException e) {
      return LookupResult.of(e);
    }
  }

  private Redactor redactor(ForgeAccess access) {
    return Redactor.of(
        Stream.ofNullable(access.token()).toList(), hosts.settings().http().proxies());
  }

  private void tidy() {
    try {
      hosts.http().tidy();
      answers.dropUnused(UNUSED);
    } catch (RuntimeException | Error e) {
      LOG.error("Idle connections to forges could not be cleaned up", e);
    }
  }
}
