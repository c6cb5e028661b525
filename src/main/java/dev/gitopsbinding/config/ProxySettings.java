package dev.gitopsbinding.config;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * The proxies of the environment. Its text form never shows a password.
 *
 * @param https for {@code https://} URLs; its user info, if any, is the login
 * @param http for {@code http://} URLs
 * @param noProxy host names, domains, addresses or CIDR ranges to reach without a proxy
 */
public record ProxySettings(Optional<URI> https, Optional<URI> http, List<String> noProxy) {
  @Override
  public String toString() {
    return "ProxySettings[https=%s, http=%s, noProxy=%s]"
        .formatted(shown(https), shown(http), noProxy);
  }

  private static String shown(Optional<URI> proxy) {
    return proxy
        .map(uri -> uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()))
        .orElse("none");
  }
}
