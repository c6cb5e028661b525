package dev.gitopsbinding.forge.client;

import dev.gitopsbinding.forge.Forge;
import dev.gitopsbinding.forge.ForgePurpose;
import dev.gitopsbinding.forge.ForgeSettings;
import dev.gitopsbinding.forge.client.ForgeException.Kind;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.http.HttpExchanges;
import dev.gitopsbinding.net.http.HttpHosts;
import dev.gitopsbinding.net.http.Redactor;
import dev.gitopsbinding.net.share.BoundedCall;
import dev.gitopsbinding.net.share.RateLimits;
import dev.gitopsbinding.net.share.TimeLimit;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all requests to forges share, whatever they are for: connections, permits and rate limits,
 * each by host. Thread-safe; callers block.
 */
public final class ForgeClient implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ForgeClient.class);
  private static final long TIDY_SECONDS = 15;

  private final ForgeSettings settings;
  private final ForgeLocator locator;
  private final HttpHosts http;
  private final ForgeListener listener;
  private final Clock wall;
  private final List<Runnable> tidied = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService tidying =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("tidy").factory());

  private ForgeClient(
      ForgeSettings settings,
      List<Forge> forges,
      ForgeListener listener,
      Clock steady,
      Clock wall) {
    this.settings = settings;
    this.locator = new ForgeLocator(forges);
    this.http = new HttpHosts(settings.http(), settings.requestsPerHost(), steady);
    this.listener = listener;
    this.wall = wall;
  }

  /**
   * Creates an instance without connections, and starts to clean up idle ones.
   *
   * @param forges the kinds that can be asked
   * @param steady a monotonic clock, for rate limits
   * @param wall the clock of the machine, for times that a host names
   */
  public static ForgeClient start(
      ForgeSettings settings,
      List<Forge> forges,
      ForgeListener listener,
      Clock steady,
      Clock wall) {
    ForgeClient client = new ForgeClient(settings, forges, listener, steady, wall);
    var _ =
        client.tidying.scheduleWithFixedDelay(
            client::tidy, TIDY_SECONDS, TIDY_SECONDS, TimeUnit.SECONDS);
    return client;
  }

  /**
   * Finds a repository in the API of its forge, without a request.
   *
   * @param provider the kind of forge; null: it is known from the host
   * @param api where the forge's API is; null: where this kind of forge has it
   * @return fails with {@code INVALID_SPEC} or {@code HOST_NOT_ALLOWED}
   */
  public Result<ForgeRepository> locate(
      ForgePurpose purpose,
      @Nullable String provider,
      @Nullable URI api,
      RepositoryUrl repository) {
    return locator
        .locate(purpose, provider, api, repository)
        .then(
            found ->
                settings
                    .allowedHosts()
                    .refusal(found.url())
                    .<Result<ForgeRepository>>map(Result::failed)
                    .orElseGet(() -> Result.ok(found)));
  }

  /**
   * Sends the requests of one call, and reports how it ended.
   *
   * @param timeout how long to wait at most
   */
  public <T> ForgeOutcome<T> call(ForgeCall call, Duration timeout, ForgeOperation<T> operation) {
    HttpExchanges exchanges =
        new HttpExchanges(http, call.tenant(), call.access().authorities(), TimeLimit.in(timeout));
    ForgeSender sender = new ForgeSender(this, call, exchanges, redactor(call.access()));
    long start = System.nanoTime();
    ForgeOutcome<T> outcome = bounded(call, () -> run(operation, sender), exchanges, timeout);
    listener.requestEnded(
        call.repository().host(),
        call.repository().purpose().label(),
        call.repository().forge().provider(),
        outcome.label(),
        Duration.ofNanos(System.nanoTime() - start));
    return outcome;
  }

  /** The outcome of a call that was not answered in the caller's time. */
  public <T> ForgeOutcome<T> late(ForgeCall call) {
    return ForgeOutcome.of(
        new ForgeFailureClassifier(
                call.repository(), call.access().token() == null, redactor(call.access()))
            .late(),
        call.repository().purpose());
  }

  /** Cleans what a forge wrote, so that it may be shown. */
  public Redactor redactor(ForgeAccess access) {
    return Redactor.of(Stream.ofNullable(access.token()).toList(), settings.http().proxies());
  }

  /** From now on calls this some times a minute, for caches to drop what is old. */
  public void alsoTidies(Runnable tidy) {
    tidied.add(tidy);
  }

  /** Closes all connections, which ends running calls. */
  @Override
  public void close() {
    tidying.shutdownNow();
    http.close();
  }

  ForgeSettings settings() {
    return settings;
  }

  /** Which hosts must not be asked now. */
  RateLimits limits() {
    return http.limits();
  }

  Clock wall() {
    return wall;
  }

  private <T> ForgeOutcome<T> bounded(
      ForgeCall call,
      Callable<ForgeOutcome<T>> operation,
      HttpExchanges exchanges,
      Duration timeout) {
    String host = call.repository().host();
    ForgePurpose purpose = call.repository().purpose();
    try {
      return new BoundedCall("forge " + host, timeout)
          .run(operation, exchanges::cancel, ForgeOutcome::isAnswered)
          .orElseGet(() -> late(call));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ForgeOutcome.of(
          new ForgeException(
              Kind.LATE,
              "Forge %s: cancelled, because the operator is shutting down".formatted(host)),
          purpose);
    } catch (ExecutionException e) {
      Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
      // Without the message, which may repeat what was sent or received.
      LOG.error("Call of forge {} failed: unexpected {}", host, cause.getClass().getName());
      return ForgeOutcome.of(
          new ForgeException(
              Kind.ERROR,
              "Forge %s: unexpected %s. Report the error"
                  .formatted(host, cause.getClass().getSimpleName())),
          purpose);
    }
  }

  private static <T> ForgeOutcome<T> run(ForgeOperation<T> operation, ForgeSender sender) {
    try {
      return new ForgeOutcome.Answered<>(operation.run(sender));
    } catch (ForgeException e) {
      return ForgeOutcome.of(e, sender.call().repository().purpose());
    }
  }

  private void tidy() {
    try {
      http.tidy();
      tidied.forEach(Runnable::run);
    } catch (RuntimeException | Error e) {
      LOG.error("Idle connections to forges could not be cleaned up", e);
    }
  }
}
