package dev.gitopsbinding.registry.lookup;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.image.ImageReference;
import dev.gitopsbinding.net.http.Redactor;
import dev.gitopsbinding.net.share.SingleFlightCache;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.registry.RegistrySettings;
import dev.gitopsbinding.registry.request.Endpoint;
import dev.gitopsbinding.registry.request.RegistryException;
import dev.gitopsbinding.registry.request.RegistryException.Kind;
import dev.gitopsbinding.registry.request.RegistryHosts;
import dev.gitopsbinding.registry.request.RegistryRequests;
import dev.gitopsbinding.registry.token.TokenCache;
import dev.gitopsbinding.trace.CurrentSpan;
import dev.gitopsbinding.trace.Span;
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
 * Looks up whether registries have images. An image that was found is not looked up again while it
 * is in the cache; that an image is missing holds for a few seconds. Thread-safe; callers block.
 */
public final class Registries implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Registries.class);
  private static final int CAPACITY = 10_000;
  private static final long TIDY_SECONDS = 15;

  /** Less than the shortest delay between two lookups of one image. */
  private static final Duration MISSING_TTL = Duration.ofSeconds(4);

  /**
   * @param digest whether the answer is to hold the digest
   */
  private record Key(ImageReference image, String access, boolean digest) {}

  private record Lookup(
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
   * Starts without connecting to a registry.
   *
   * @param steady a monotonic clock, for the age of answers and tokens and for rate limits
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
   * Why the registry of an image may not be asked with any login; empty if it may.
   *
   * @return {@code HOST_NOT_ALLOWED}, or {@code REGISTRY_UNAVAILABLE} for a host that is not valid
   */
  public Optional<Failure> refusal(ImageReference image) {
    try {
      return Endpoint.refusal(endpoint(image).url(), hosts.settings().allowedHosts());
    } catch (RegistryException e) {
      return Optional.of(e.failure());
    }
  }

  /**
   * Returns whether the registry of an image has it.
   *
   * @param tenant who the lookup is for: the namespace of a binding
   * @param image with a tag
   * @param notBefore an answer that the image is missing must not be older than this
   * @param timeout how long to wait at most
   * @return fails with {@code HOST_NOT_ALLOWED}, {@code ADDRESS_NOT_ALLOWED}, or {@code
   *     REGISTRY_UNAVAILABLE} if there is no usable answer; a {@link Failure.Secret} if another
   *     Secret may solve it
   * @throws NullPointerException if the image has no tag
   */
  public Result<Presence> findManifest(
      String tenant,
      ImageReference image,
      RegistryAccess access,
      Instant notBefore,
      Duration timeout) {
    return answer(tenant, image, access, false, Instant.MIN, notBefore, timeout).result();
  }

  /**
   * Returns the digest of the manifest that the registry has under the tag of an image; empty if it
   * has none. For an image for several platforms it is the digest of their index. The parameters
   * are those of {@link #findManifest}, but a digest must not be older than {@code notBefore}
   * either, because a tag may move.
   *
   * @return fails as {@link #findManifest} does, and with {@code REGISTRY_UNAVAILABLE} for a digest
   *     that is none, or not that of the manifest
   */
  public Result<Optional<String>> findDigest(
      String tenant,
      ImageReference image,
      RegistryAccess access,
      Instant notBefore,
      Duration timeout) {
    return answer(tenant, image, access, true, notBefore, notBefore, timeout).digestResult();
  }

  /**
   * @param foundNotBefore an answer that the image is there must not be older than this
   */
  private LookupResult answer(
      String tenant,
      ImageReference image,
      RegistryAccess access,
      boolean digest,
      Instant foundNotBefore,
      Instant notBefore,
      Duration timeout) {
    Optional<Failure> refusal = refusal(image);
    if (refusal.isPresent()) {
      return new LookupResult.Failed(Kind.ERROR, refusal.get());
    }
    try {
      Lookup lookup = lookup(tenant, image, access, digest);
      Instant recently = steady.instant().minus(MISSING_TTL);
      Instant oldest = recently.isAfter(notBefore) ? recently : notBefore;
      return answers
          .get(
              tenant,
              lookup.key(),
              (result, askedAt) -> !askedAt.isBefore(result.isFound() ? foundNotBefore : oldest),
              timeout,
              (_, left) -> ask(lookup, left))
          .orElseGet(() -> late(lookup));
    } catch (RegistryException e) {
      return LookupResult.of(e);
    }
  }

  /** Closes all connections, which ends running lookups. */
  @Override
  public void close() {
    tidying.shutdownNow();
    hosts.close();
  }

  private static Lookup lookup(
      String tenant, ImageReference image, RegistryAccess access, boolean digest)
      throws RegistryException {
    return new Lookup(
        new Key(image, LoginDigest.of(access), digest),
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
          "spec.image.name: image %s cannot be looked up: it %s. Correct it"
              .formatted(image.repository(), e.getMessage()));
    }
  }

  private LookupResult ask(Lookup lookup, Duration timeout) {
    Optional<RegistryException> limit =
        lookup
            .asker()
            .limit(hosts.limits(), lookup.endpoint().url(), lookup.endpoint().repository());
    if (limit.isPresent()) {
      return LookupResult.of(limit.get());
    }
    long start = System.nanoTime();
    Redactor redactor =
        Redactor.of(
            lookup.access().logins().stream().flatMap(login -> login.secrets().stream()).toList(),
            hosts.settings().http().proxies());
    RegistryRequests requests =
        new RegistryRequests(
            hosts,
            lookup.endpoint(),
            lookup.access().authorities(),
            TimeLimit.in(timeout),
            redactor,
            lookup.asker());
    ManifestSearch search =
        new ManifestSearch(
            lookup.endpoint(), lookup.tag(), lookup.key().digest(), requests, tokens, steady);
    LookupResult result =
        CurrentSpan.step(
            "registry lookup",
            Span.Kind.CLIENT,
            span -> {
              LookupResult ended =
                  new BoundedLookup(lookup.endpoint().registry(), timeout)
                      .run(() -> search.run(lookup.access().logins()), requests::cancel);
              span.set("server.address", lookup.endpoint().url().hostAndPort());
              span.set("gitopsbinding.result", ended.label());
              return ended;
            });
    listener.requestEnded(
        lookup.endpoint().url().hostAndPort(),
        result.label(),
        Duration.ofNanos(System.nanoTime() - start));
    return result;
  }

  private static LookupResult late(Lookup lookup) {
    return LookupResult.of(RegistryException.late("Registry " + lookup.endpoint().registry()));
  }

  private void tidy() {
    try {
      hosts.tidy();
      tokens.tidy();
    } catch (RuntimeException | Error e) {
      LOG.error("Idle connections and expired tokens of registries could not be cleaned up", e);
    }
  }
}
