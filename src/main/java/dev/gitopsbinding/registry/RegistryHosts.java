package dev.gitopsbinding.registry;

import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.net.HostPermits;
import dev.gitopsbinding.net.HttpClients;
import dev.gitopsbinding.net.SharedPool;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** What all questions share: connections, turns and pauses, each by host. */
final class RegistryHosts implements AutoCloseable {
  private static final Duration IDLE_TIME = Duration.ofMinutes(3);

  /** An authority that the host's owner takes away works for so long. */
  private static final Duration MAX_AGE = Duration.ofMinutes(10);

  private final RegistrySettings settings;
  private final HostPermits permits;
  private final Pauses pauses;
  private final SharedPool<RegistryClient.Key, RegistryClient> clients =
      new SharedPool<>(IDLE_TIME, MAX_AGE);

  RegistryHosts(RegistrySettings settings, Clock steady) {
    this.settings = settings;
    this.permits = new HostPermits(settings.requestsPerHost());
    this.pauses = new Pauses(steady);
  }

  RegistrySettings settings() {
    return settings;
  }

  HostPermits permits() {
    return permits;
  }

  Pauses pauses() {
    return pauses;
  }

  SharedPool<RegistryClient.Key, RegistryClient>.Lease connect(
      RepositoryUrl host, Optional<String> authorities)
      throws IOException, GeneralSecurityException {
    return clients.take(
        new RegistryClient.Key(host.host(), host.port(), authorities),
        () -> new RegistryClient(HttpClients.create(host, authorities, settings.http())));
  }

  /** Ends what is not used any more. */
  void tidy() {
    clients.closeIdle();
    pauses.tidy();
  }

  @Override
  public void close() {
    clients.close();
  }
}
