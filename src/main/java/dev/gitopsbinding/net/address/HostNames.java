package dev.gitopsbinding.net.address;

import dev.gitopsbinding.model.RepositoryUrl;
import java.util.List;

/** How a list of hosts names the host of a URL. */
public final class HostNames {
  private HostNames() {}

  /**
   * The names, the usual one first. A name alone means the usual port of SSH or HTTPS; clear text
   * always needs the port.
   */
  public static List<String> of(RepositoryUrl url) {
    String host = url.host().indexOf(':') >= 0 ? "[" + url.host() + "]" : url.host();
    String withPort = host + ":" + url.port();
    boolean usual =
        url.scheme() != RepositoryUrl.Scheme.HTTP && url.port() == url.scheme().defaultPort();
    return usual ? List.of(host, withPort) : List.of(withPort);
  }
}
