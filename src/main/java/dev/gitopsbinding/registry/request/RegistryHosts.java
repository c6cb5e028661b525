package dev.gitopsbinding.registry.request;

import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.net.CompositeDigest;
import dev.gitopsbinding.net.address.AddressPolicy;
import dev.gitopsbinding.net.http.HostClient;
import dev.gitopsbinding.net.http.HttpClients;
import dev.gitopsbinding.net.share.HostConcurrencyLimiter;
import dev.gitopsbinding.net.share.LeasePool;
import dev.gitopsbinding.net.share.RateLimits;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What all questions share: connections, turns and rate limits, each by host. */
public final class RegistryHosts implements AutoCloseable {
  private static final Duration IDLE_TIME = Duration.ofMinutes(3);

  /** An authority that the host's owner takes away works for so long. */
  private static final Duration MAX_AGE = Duration.ofMinutes(10);

  /** Registries name other hosts, as many as they like. */
  private static final int MAX_CLIENTS = 200;

  private final RegistrySettings settings;
  private final HostConcurrencyLimiter permits;
  private final RateLimits limits;
  private final LeasePool<HostClient.Key, HostClient> clients =
      new LeasePool<>(IDLE_TIME, MAX_AGE, MAX_CLIENTS);

  public RegistryHosts(RegistrySettings settings, Clock steady) {
    this.settings = settings;
    this.permits = new HostConcurrencyLimiter(settings.requestsPerHost());
    this.limits = new RateLimits(steady);
  }

  public RegistrySettings settings() {
    return settings;
  }

  HostConcurrencyLimiter permits() {
    return permits;
  }

  public RateLimits limits() {
    return limits;
  }

  LeasePool<HostClient.Key, HostClient>.Lease connect(
      RepositoryUrl host, Optional<String> authorities, AddressPolicy policy)
      throws IOException, GeneralSecurityException {
    String distinction = CompositeDigest.of(List.of(policy.scope().name(), authorities.orElse("")));
    return clients.take(
        HostClient.Key.of(host, distinction),
        () -> HttpClients.create(host, authorities, settings.http(), policy));
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
