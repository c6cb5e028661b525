package dev.gitopsbinding.net.http;

import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.net.address.Ipv4Network;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which proxy leads to a host, by the rules of curl(1), "ENVIRONMENT".
 *
 * @param http for {@code http://} URLs
 * @param https for {@code https://} URLs
 * @param exempt hosts that are reached directly: {@code *}, an address, a domain with all below it,
 *     or an IPv4 network such as {@code 10.0.0.0/8}; each with or without a port
 */
public record ProxySettings(Optional<Proxy> http, Optional<Proxy> https, List<String> exempt) {
  /** No proxy at all. */
  public static final ProxySettings NONE =
      new ProxySettings(Optional.empty(), Optional.empty(), List.of());

  /**
   * One proxy that speaks HTTP.
   *
   * @param login user name and password as {@code user:password}, percent-decoded
   */
  public record Proxy(String host, int port, Optional<String> login) {
    @Override
    public String toString() {
      return "http://" + host + ":" + port;
    }
  }

  /** Puts hosts into lower case. */
  public ProxySettings {
    exempt = exempt.stream().map(entry -> entry.toLowerCase(Locale.ROOT)).toList();
  }

  /** The proxy that leads to a repository, or nothing where the way is direct. */
  public Optional<Proxy> proxyFor(RepositoryUrl url) {
    if (exempt.stream().anyMatch(entry -> isExempt(entry, url))) {
      return Optional.empty();
    }
    return switch (url.scheme()) {
      case HTTP -> http;
      case HTTPS -> https;
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
