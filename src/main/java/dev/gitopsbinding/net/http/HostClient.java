package dev.gitopsbinding.net.http;

import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.net.address.SeenAddresses;
import dev.gitopsbinding.net.share.LeasePool;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.io.CloseMode;

/** The connections to one host; each request is logged in by itself. */
public record HostClient(CloseableHttpClient client, SeenAddresses addresses)
    implements LeasePool.Leased {
  /**
   * Who may share one.
   *
   * @param distinction tells apart what else has to be the same, such as the login
   */
  public record Key(RepositoryUrl.Scheme scheme, String host, int port, String distinction) {
    /** For a URL's host. */
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
