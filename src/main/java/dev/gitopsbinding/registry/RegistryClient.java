package dev.gitopsbinding.registry;

import dev.gitopsbinding.net.SharedPool;
import java.util.Optional;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.io.CloseMode;

/** The connections to one host; each request is logged in by itself. */
record RegistryClient(CloseableHttpClient client) implements SharedPool.Login {
  /** Who is asked, and what proves the host. */
  record Key(String host, int port, Optional<String> authorities) {}

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
