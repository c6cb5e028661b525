package dev.gitopsbinding.model;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** URLs of APIs, as specs name them. */
public final class HttpsUri {
  private HttpsUri() {}

  /**
   * The URL.
   *
   * @return empty unless it is an {@code https://} URL with a host, and without login, query and
   *     fragment
   */
  public static Optional<URI> parse(String text) {
    try {
      URI uri = new URI(text);
      boolean plain =
          "https".equals(uri.getScheme())
              && uri.getHost() != null
              && uri.getRawUserInfo() == null
              && uri.getRawQuery() == null
              && uri.getRawFragment() == null;
      return plain ? Optional.of(uri) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
