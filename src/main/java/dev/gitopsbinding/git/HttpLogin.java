package dev.gitopsbinding.git;

import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.net.SharedPool;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.io.CloseMode;

/** The connections to one host for one credential; each request is logged in by itself. */
record HttpLogin(CloseableHttpClient client) implements SharedPool.Login {
  /** Who logs in where. */
  record Key(RepositoryUrl.Scheme scheme, String host, int port, String credential) {
    static Key of(RepositoryUrl url, Credential credential) {
      return new Key(url.scheme(), url.host(), url.port(), credential.digest());
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
