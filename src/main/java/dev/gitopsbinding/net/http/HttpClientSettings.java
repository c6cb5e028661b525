package dev.gitopsbinding.net.http;

import dev.gitopsbinding.net.address.AddressPolicy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Settings of HTTP clients.
 *
 * @param allowLoopback whether loopback and link-local addresses are allowed
 * @param connectTimeout for one attempt to connect, more than zero
 * @param readTimeout how long a host may send nothing, more than zero
 * @param proxies for HTTP and HTTPS
 * @param authorities PEM certificates of authorities to trust at every host, beside the system's;
 *     null for none
 * @param connections how many connections one client may have open at once, at least 1
 */
public record HttpClientSettings(
    boolean allowLoopback,
    Duration connectTimeout,
    Duration readTimeout,
    ProxySettings proxies,
    @Nullable String authorities,
    int connections) {
  /**
   * No limit of connections, for clients whose operations are limited by {@link
   * HostConcurrencyLimiter}.
   */
  public static final int AS_MANY_AS_PERMITTED = Integer.MAX_VALUE;

  /** The addresses that hosts may have. */
  public AddressPolicy addresses() {
    return new AddressPolicy(
        allowLoopback ? AddressPolicy.Scope.LOCAL : AddressPolicy.Scope.PRIVATE);
  }
}
