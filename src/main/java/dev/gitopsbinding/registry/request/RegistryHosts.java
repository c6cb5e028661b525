package dev.gitopsbinding.registry.request;

import dev.gitopsbinding.net.http.HttpHosts;
import dev.gitopsbinding.net.share.RateLimits;
import dev.gitopsbinding.registry.RegistrySettings;
import java.time.Clock;

/**
 * What all lookups share.
 *
 * @param http connections, permits and rate limits, each by host
 */
public record RegistryHosts(RegistrySettings settings, HttpHosts http) implements AutoCloseable {
  /** Creates an instance without connections. */
  public static RegistryHosts start(RegistrySettings settings, Clock steady) {
    return new RegistryHosts(
        settings, new HttpHosts(settings.http(), settings.requestsPerHost(), steady));
  }

  /** Which hosts must not be asked now. */
  public RateLimits limits() {
    return http.limits();
  }

  /** Closes idle connections, and removes limits that are past. */
  public void tidy() {
    http.tidy();
  }

  @Override
  public void close() {
    http.close();
  }
}
