package dev.gitopsbinding.git;

import dev.gitopsbinding.model.RepositoryUrl;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which proxy leads to a host. Follows curl(1), "ENVIRONMENT": {@code HTTP_PROXY}, {@code
 * HTTPS_PROXY}, {@code ALL_PROXY} and {@code NO_PROXY}, in lower case first.
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

  private static final int DEFAULT_PORT = 80;

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

  /** Copies the list. */
  public ProxySettings {
    exempt = List.copyOf(exempt);
  }

  /**
   * Reads the settings from environment variables.
   *
   * @throws IllegalArgumentException if a proxy is not of the form {@code
   *     http://[user:password@]host[:port]}; the message names the variable and not its value
   */
  public static ProxySettings of(Map<String, String> environment) {
    return new ProxySettings(
        proxy(environment, "HTTP_PROXY").or(() -> proxy(environment, "ALL_PROXY")),
        proxy(environment, "HTTPS_PROXY").or(() -> proxy(environment, "ALL_PROXY")),
        value(environment, "NO_PROXY").stream()
            .flatMap(list -> Arrays.stream(list.split("[,\\s]+")))
            .map(entry -> entry.toLowerCase(Locale.ROOT))
            .filter(entry -> !entry.isEmpty())
            .toList());
  }

  /** The proxy that leads to a repository, or nothing where the way is direct. */
  Optional<Proxy> proxyFor(RepositoryUrl url) {
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

  private static Optional<Proxy> proxy(Map<String, String> environment, String name) {
    return value(environment, name).map(text -> parse(name, text));
  }

  private static Optional<String> value(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name.toLowerCase(Locale.ROOT)))
        .filter(text -> !text.isBlank())
        .or(() -> Optional.ofNullable(environment.get(name)))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  private static Proxy parse(String name, String text) {
    try {
      URI uri = URI.create(text.contains("://") ? text : "http://" + text);
      if (uri.getHost() != null && "http".equalsIgnoreCase(uri.getScheme())) {
        int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
        return new Proxy(uri.getHost(), port, Optional.ofNullable(uri.getUserInfo()));
      }
    } catch (IllegalArgumentException e) {
      // The exception's own text repeats the value, which may hold a password.
    }
    throw new IllegalArgumentException(
        name + " must be of the form http://[user:password@]host[:port]");
  }
}
