package dev.gitopsbinding.net.http;

import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.net.address.Ipv4Network;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP proxies, chosen by the rules of curl(1), "ENVIRONMENT".
 *
 * @param http for {@code http://} URLs; null for none
 * @param https for {@code https://} URLs; null for none
 * @param exempt hosts that are reached without a proxy: {@code *}, an address, a domain including
 *     all names below it, or an IPv4 network such as {@code 10.0.0.0/8}; each with or without a
 *     port
 */
public record ProxySettings(@Nullable Proxy http, @Nullable Proxy https, List<String> exempt) {
  /** No proxy. */
  public static final ProxySettings NONE = new ProxySettings(null, null, List.of());

  /**
   * A proxy that speaks HTTP. Its text form does not show the login.
   *
   * @param login {@code user:password}, percent-decoded; null for none
   */
  public record Proxy(String host, int port, @Nullable String login) {
    @Override
    public String toString() {
      return "http://" + host + ":" + port;
    }
  }

  /** Converts exempt hosts to lower case. */
  public ProxySettings {
    exempt = exempt.stream().map(entry -> entry.toLowerCase(Locale.ROOT)).toList();
  }

  /** The proxy for a repository; empty for a direct connection. */
  public Optional<Proxy> proxyFor(RepositoryUrl url) {
    if (exempt.stream().anyMatch(entry -> isExempt(entry, url))) {
      return Optional.empty();
    }
    return switch (url.scheme()) {
      case HTTP -> Optional.ofNullable(http);
      case HTTPS -> Optional.ofNullable(https);
      case SSH -> Optional.empty();
    };
  }

  private static boolean isExempt(String entry, RepositoryUrl url) {
    if (entry.equals("*") || entry.equals(url.host())) {
      return true;
    }
    int colon = entry.lastIndexOf(':');
    boolean hasPort = colon > 0 && colon == entry.indexOf(':');
    if (hasPort && !entry.substring(colon + 1).equals(Integer.toString(url.port()))) {
      return false;
    }
    String host = hasPort ? entry.substring(0, colon) : entry;
    if (host.indexOf('/') > 0) {
      return Ipv4Network.parse(host).filter(network -> network.contains(url.host())).isPresent();
    }
    String domain = host.replaceFirst("^\\*?\\.", "");
    return url.host().equals(domain) || url.host().endsWith("." + domain);
  }
}
