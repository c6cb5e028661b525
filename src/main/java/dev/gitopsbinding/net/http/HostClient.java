package dev.gitopsbinding.net.http;

import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.net.address.SeenAddresses;
import dev.gitopsbinding.net.share.LeasePool;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.io.CloseMode;

/**
 * The HTTP connections to one host. Each request carries its own login.
 *
 * @param addresses the addresses that the host was found at
 */
public record HostClient(CloseableHttpClient client, SeenAddresses addresses)
    implements LeasePool.Leased {
  /**
   * Requests with equal keys share a client.
   *
   * @param distinction identifies what else must be equal, such as the login
   */
  public record Key(RepositoryUrl.Scheme scheme, String host, int port, String distinction) {
    /** The key for the host of a URL. */
    public static Key of(RepositoryUrl url, String distinction) {
      return new Key(url.scheme(), url.host(), url.port(), distinction);
    }
  }

  @Override
  public boolean isUsable() {
    return true;
  }

  @Override
  public boolean isEstablished() {
    return true;
  }

  @Override
  public void close() {
    client.close(CloseMode.IMMEDIATE);
  }
}
