package dev.gitopsbinding.net.http;

import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.net.CompositeDigest;
import dev.gitopsbinding.net.address.AddressPolicy;
import dev.gitopsbinding.net.share.HostConcurrencyLimiter;
import dev.gitopsbinding.net.share.LeasePool;
import dev.gitopsbinding.net.share.RateLimits;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What requests share: connections, permits and rate limits, each per host. */
public final class HttpHosts implements AutoCloseable {
  private static final Duration IDLE_TIME = Duration.ofMinutes(3);

  /** How long open clients still trust a CA after it was removed from its Secret, at most. */
  private static final Duration MAX_AGE = Duration.ofMinutes(10);

  /** Limited, because registries can refer the operator to any number of hosts. */
  private static final int MAX_CLIENTS = 200;

  private final HttpClientSettings settings;
  private final HostConcurrencyLimiter permits;
  private final RateLimits limits;
  private final LeasePool<HostClient.Key, HostClient> clients =
      new LeasePool<>(IDLE_TIME, MAX_AGE, MAX_CLIENTS);

  /**
   * Creates an instance without connections.
   *
   * @param requestsPerHost how many requests of one tenant run at once at one host, at least 1
   * @param steady a monotonic clock, for rate limits
   */
  public HttpHosts(HttpClientSettings settings, int requestsPerHost, Clock steady) {
    this.settings = settings;
    this.permits = new HostConcurrencyLimiter(requestsPerHost);
    this.limits = new RateLimits(steady);
  }

  /** Which hosts must not be asked now. */
  public RateLimits limits() {
    return limits;
  }

  HostConcurrencyLimiter permits() {
    return permits;
  }

  LeasePool<HostClient.Key, HostClient>.Lease connect(
      RepositoryUrl host, @Nullable String authorities, AddressPolicy policy)
      throws IOException, GeneralSecurityException {
    String distinction =
        CompositeDigest.of(
            List.of(policy.scope().name(), Objects.requireNonNullElse(authorities, "")));
    return clients.take(
        HostClient.Key.of(host, distinction),
        () -> HttpClients.create(host, authorities, settings, policy));
  }

  /** Closes idle connections, and removes limits that are past. */
  public void tidy() {
    clients.closeIdle();
    limits.tidy();
  }

  @Override
  public void close() {
    clients.close();
  }
}
