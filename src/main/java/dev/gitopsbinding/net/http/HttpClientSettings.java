package dev.gitopsbinding.net.http;

import dev.gitopsbinding.net.address.AddressPolicy;
import java.time.Duration;

/**
 * How HTTP clients reach hosts.
 *
 * @param allowLoopback whether hosts on loopback and link-local addresses are allowed
 * @param connectTimeout for one attempt to connect, more than zero
 * @param readTimeout for the silence between two reads, more than zero
 * @param proxies for HTTP and HTTPS
 * @param connections how many one client may have open at once, at least 1
 */
public record HttpClientSettings(
    boolean allowLoopback,
    Duration connectTimeout,
    Duration readTimeout,
    ProxySettings proxies,
    int connections) {
  /**
   * For who bounds the operations, with one at least for each tenant, by {@link
   * HostConcurrencyLimiter}.
   */
  public static final int AS_MANY_AS_PERMITTED = Integer.MAX_VALUE;

  /** Which addresses hosts may have. */
  public AddressPolicy addresses() {
    return new AddressPolicy(
        allowLoopback ? AddressPolicy.Scope.LOCAL : AddressPolicy.Scope.PRIVATE);
  }
}
