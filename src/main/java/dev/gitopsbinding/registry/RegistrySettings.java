package dev.gitopsbinding.registry.request;

import dev.gitopsbinding.net.address.AllowedHosts;
import dev.gitopsbinding.net.http.HttpClientSettings;
import dev.gitopsbinding.net.http.ProxySettings;
import java.time.Duration;

/**
 * What the operator's owner decides about registries.
 *
 * @param allowedHosts which registries, token servers and targets of redirects may be asked; {@code
 *     docker.io} stands for {@code registry-1.docker.io} and {@code auth.docker.io} too
 * @param requestsPerHost how many requests of one tenant run at once at one host, at least 1
 */
public record RegistrySettings(
    HttpClientSettings http, AllowedHosts allowedHosts, int requestsPerHost) {
  private static final int DEFAULT_REQUESTS_PER_HOST = 6;

  /** The values for production. */
  public static RegistrySettings defaults() {
    return new RegistrySettings(
        new HttpClientSettings(
            false,
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            ProxySettings.NONE,
            HttpClientSettings.AS_MANY_AS_PERMITTED),
        AllowedHosts.ANY,
        DEFAULT_REQUESTS_PER_HOST);
  }
}
