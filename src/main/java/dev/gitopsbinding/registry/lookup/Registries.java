package dev.gitopsbinding.registry.lookup;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.ImageReference;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.http.Redactor;
import dev.gitopsbinding.net.share.SingleFlightCache;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.registry.request.Endpoint;
import dev.gitopsbinding.registry.request.RegistryException;
import dev.gitopsbinding.registry.request.RegistryException.Kind;
import dev.gitopsbinding.registry.request.RegistryHosts;
import dev.gitopsbinding.registry.request.RegistryRequests;
import dev.gitopsbinding.registry.request.RegistrySettings;
import dev.gitopsbinding.registry.token.TokenCache;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells whether registries have images. What was found once is not asked again, as long as it is
 * remembered; that it is missing is good for those who ask within a few seconds. Thread-safe;
 * callers block.
 */
public final class Registries implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Registries.class);
  private static final int CAPACITY = 10_000;
  private static final long TIDY_SECONDS = 15;

  /** Less than the shortest pause between two looks for one image. */
  private static final Duration MISSING_TTL = Duration.ofSeconds(4);

  private record Key(ImageReference image, String access) {}

  private record Question(
      Key key, String tenant, Endpoint endpoint, String tag, RegistryAccess access) {
    RegistryRequests.Asker asker() {
      return new RegistryRequests.Asker(tenant, key.access());
    }
  }

  private final RegistryHosts hosts;
  private final RegistryListener listener;
  private final Clock steady;
  private final TokenCache tokens;
  private final SingleFlightCache<Key, LookupResult> answers;
  private final ScheduledExecutorService tidying =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("tidy").factory());

  private Registries(RegistrySettings settings, RegistryListener listener, Clock steady) {
    this.hosts = RegistryHosts.start(settings, steady);
    this.listener = listener;
    this.steady = steady;
    this.tokens = new TokenCache(steady, CAPACITY);
    this.answers =
        new SingleFlightCache<>(
            steady, CAPACITY, LookupResult.Answered.class::isInstance, LookupResult::isLate);
  }

  /**
   * Starts; no registry is reached until it is asked for an image.
   *
   * @param steady tells how old answers and tokens are and how long hosts are left alone; nobody
   *     sets it
   */
  public static Registries start(
      RegistrySettings settings, RegistryListener listener, Clock steady) {
    Registries registries = new Registries(settings, listener, steady);
    var _ =
        registries.tidying.scheduleWithFixedDelay(
            registries::tidy, TIDY_SECONDS, TIDY_SECONDS, TimeUnit.SECONDS);
    return registries;
  }

  /**
   * Why the registry of an image may not be asked, whatever the login.
   *
   * @return {@code HOST_NOT_ALLOWED}, {@code REGISTRY_UNAVAILABLE} for a host that cannot be one,
   *     or nothing
   */
  public Optional<Failure> refusal(ImageReference image) {
    try {
      return Endpoint.refusal(endpoint(image).url(), hosts.settings().allowedHosts());
    } catch (RegistryException e) {
      return Optional.of(e.failure());
    }
  }

  /**
   * Whether the registry of an image has it.
   *
   * @param tenant on whose behalf: the namespace of a binding
   * @param image with a tag
   * @param notBefore that it is missing must not be known for longer
   * @param timeout how long to wait at most
   * @return fails with {@code REGISTRY_UNAVAILABLE} where it cannot be told, as {@link
   *     Failure.Secret} where another Secret may be the cure, {@code HOST_NOT_ALLOWED} or {@code
   *     ADDRESS_NOT_ALLOWED}
   */
  public Result<Presence> findManifest(
      String tenant,
      ImageReference image,
      RegistryAccess access,
      Instant notBefore,
      Duration timeout) {
    Optional<Failure> refusal = refusal(image);
    if (refusal.isPresent()) {
      return Result.failed(refusal.get());
    }
    try {
      Question question = question(tenant, image, access);
      Instant recently = steady.instant().minus(MISSING_TTL);
      Instant oldest = recently.isAfter(notBefore) ? recently : notBefore;
      return answers
          .get(
              tenant,
              question.key(),
              (sight, askedAt) -> sight.isFound() || !askedAt.isBefore(oldest),
              timeout,
              (_, left) -> ask(question, left))
          .orElseGet(() -> late(question))
          .result();
    } catch (RegistryException e) {
      return Result.failed(e.failure());
    }
  }

  /** Ends questions under way, and connections. */
  @Override
  public void close() {
    tidying.shutdownNow();
    hosts.close();
  }

  private static Question question(String tenant, ImageReference image, RegistryAccess access)
      throws RegistryException {
    return new Question(
        new Key(image, LoginDigest.of(access)),
        tenant,
        endpoint(image),
        Objects.requireNonNull(image.tag(), () -> "no tag: " + image),
        access);
  }

  private static Endpoint endpoint(ImageReference image) throws RegistryException {
    try {
      return Endpoint.of(image);
    } catch (IllegalArgumentException e) {
      throw new RegistryException(
          Kind.ERROR,
          "Image %s cannot be looked up: it %s. Correct spec.image"
              .formatted(image.repository(), e.getMessage()));
    }
  }

  private LookupResult ask(Question question, Duration timeout) {
    Optional<RegistryException> limit =
        question
            .asker()
            .limit(
                hosts.limits(),
                question.endpoint().url(),
                Optional.of(question.endpoint().repository()));
    if (limit.isPresent()) {
      return LookupResult.of(limit.get());
    }
    long start = System.nanoTime();
    Redactor redactor =
        Redactor.of(
            question.access().logins().stream().flatMap(login -> login.secrets().stream()).toList(),
            hosts.settings().http().proxies());
    RegistryRequests conversation =
        new RegistryRequests(
            hosts,
            question.endpoint(),
            question.access().authorities(),
            TimeLimit.in(timeout),
            redactor,
            question.asker());
    ManifestSearch search =
        new ManifestSearch(question.endpoint(), question.tag(), conversation, tokens, steady);
    LookupResult sight =
        new RegistryDeadline(question.endpoint().registry(), timeout)
            .run(() -> search.run(question.access().logins()), conversation::hangUp);
    listener.requestEnded(sight.word(), Duration.ofNanos(System.nanoTime() - start));
    return sight;
  }

  private static LookupResult late(Question question) {
    return LookupResult.of(RegistryException.late("Registry " + question.endpoint().registry()));
  }

  private void tidy() {
    try {
      hosts.tidy();
      tokens.tidy();
    } catch (RuntimeException | Error e) {
      LOG.error("Unused connections and copies could not be cleaned up", e);
    }
  }
}
