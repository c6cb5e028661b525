package dev.gitopsbinding.registry.request;

import dev.gitopsbinding.net.http.HttpHosts;
import dev.gitopsbinding.net.share.RateLimits;
import java.time.Clock;

/**
 * What all questions share.
 *
 * @param http connections, permits and rate limits, each by host
 */
public record RegistryHosts(RegistrySettings settings, HttpHosts http) implements AutoCloseable {
  /** Without any connection yet. */
  public static RegistryHosts start(RegistrySettings settings, Clock steady) {
    return new RegistryHosts(
        settings, new HttpHosts(settings.http(), settings.requestsPerHost(), steady));
  }

  /** Until when which host must not be asked. */
  public RateLimits limits() {
    return http.limits();
  }

  /** Ends what is not used any more. */
  public void tidy() {
    http.tidy();
  }

  @Override
  public void close() {
    http.close();
  }
}
