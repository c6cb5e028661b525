package dev.gitopsbinding.net.address;

import dev.gitopsbinding.model.RepositoryUrl;
import java.util.List;

/** The names by which a list of allowed hosts can name the host of a URL. */
public final class HostNames {
  private HostNames() {}

  /**
   * Returns the names, the shortest first. A name without a port stands for the default port of SSH
   * or HTTPS; {@code http://} always needs the port.
   */
  public static List<String> of(RepositoryUrl url) {
    String host = url.host().indexOf(':') >= 0 ? "[" + url.host() + "]" : url.host();
    String withPort = host + ":" + url.port();
    boolean usual =
        url.scheme() != RepositoryUrl.Scheme.HTTP && url.port() == url.scheme().defaultPort();
    return usual ? List.of(host, withPort) : List.of(withPort);
  }
}
