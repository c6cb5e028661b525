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
import java.util.Optional;

/** What all requests of one kind share: connections, permits and rate limits, each by host. */
public final class HttpHosts implements AutoCloseable {
  private static final Duration IDLE_TIME = Duration.ofMinutes(3);

  /** The longest time that a CA is still trusted by open clients after its owner removed it. */
  private static final Duration MAX_AGE = Duration.ofMinutes(10);

  /** Hosts may refer to other hosts, as many as they like. */
  private static final int MAX_CLIENTS = 200;

  private final HttpClientSettings settings;
  private final HostConcurrencyLimiter permits;
  private final RateLimits limits;
  private final LeasePool<HostClient.Key, HostClient> clients =
      new LeasePool<>(IDLE_TIME, MAX_AGE, MAX_CLIENTS);

  /**
   * Without any connection yet.
   *
   * @param requestsPerHost how many requests of one tenant may be under way at one host
   * @param steady for rate limits; a monotonic clock
   */
  public HttpHosts(HttpClientSettings settings, int requestsPerHost, Clock steady) {
    this.settings = settings;
    this.permits = new HostConcurrencyLimiter(requestsPerHost);
    this.limits = new RateLimits(steady);
  }

  /** Until when which host must not be asked. */
  public RateLimits limits() {
    return limits;
  }

  HostConcurrencyLimiter permits() {
    return permits;
  }

  LeasePool<HostClient.Key, HostClient>.Lease connect(
      RepositoryUrl host, Optional<String> authorities, AddressPolicy policy)
      throws IOException, GeneralSecurityException {
    String distinction = CompositeDigest.of(List.of(policy.scope().name(), authorities.orElse("")));
    return clients.take(
        HostClient.Key.of(host, distinction),
        () -> HttpClients.create(host, authorities, settings, policy));
  }

  /** Ends what is not used any more. */
  public void tidy() {
    clients.closeIdle();
    limits.tidy();
  }

  @Override
  public void close() {
    clients.close();
  }
}
