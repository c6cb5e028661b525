package dev.gitopsbinding.net.http;

import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.net.address.AddressPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.jspecify.annotations.Nullable;

/**
 * Posts bytes to one URL that the administrator chose, as a proxy is chosen: it may be unencrypted,
 * and at a private or a local address. Addresses of metadata services are refused nevertheless, and
 * redirects are not followed, so that the headers reach no other host. Thread-safe.
 */
public final class HttpUpload implements AutoCloseable {
  /** What is read of an answer; the connection is closed if there is more. */
  private static final int MAX_ANSWER_BYTES = 64 << 10;

  private final URI uri;
  private final HttpHost host;
  private final HostClient client;
  private final Queue<HttpUriRequestBase> running = new ConcurrentLinkedQueue<>();

  private HttpUpload(URI uri, HttpHost host, HostClient client) {
    this.uri = uri;
    this.host = host;
    this.client = client;
  }

  /**
   * An answer.
   *
   * @param retryAfter the value of {@code Retry-After}, if any
   */
  public record Answer(int status, @Nullable String retryAfter) {}

  /**
   * Prepares uploads, without connecting.
   *
   * @param uri with the scheme http or https, and a host
   * @param authorities PEM certificates to trust in addition to the system's; null for none
   * @throws GeneralSecurityException if the certificates cannot be used
   */
  public static HttpUpload to(URI uri, @Nullable String authorities, HttpClientSettings settings)
      throws GeneralSecurityException, IOException {
    RepositoryUrl.Scheme scheme =
        RepositoryUrl.Scheme.valueOf(uri.getScheme().toUpperCase(Locale.ROOT));
    int port = uri.getPort() < 0 ? scheme.defaultPort() : uri.getPort();
    String name = uri.getHost().toLowerCase(Locale.ROOT).replaceAll("^\\[|]$", "");
    HostClient client =
        HttpClients.create(
            new RepositoryUrl(scheme, null, name, port, uri.getRawPath()),
            authorities,
            settings,
            new AddressPolicy(AddressPolicy.Scope.LOCAL));
    return new HttpUpload(uri, new HttpHost(uri.getScheme(), name, port), client);
  }

  /**
   * Sends a body once, and reads the answer.
   *
   * @param headers beside the type and the length of the body
   */
  public Answer post(Map<String, String> headers, byte[] body) throws IOException {
    HttpPost message = new HttpPost(uri);
    headers.forEach(message::setHeader);
    message.setEntity(new ByteArrayEntity(body, null));
    running.add(message);
    try (ClassicHttpResponse response = client.client().executeOpen(host, message, null)) {
      Header retryAfter = response.getFirstHeader("Retry-After");
      drain(response, message);
      return new Answer(response.getCode(), retryAfter == null ? null : retryAfter.getValue());
    } finally {
      running.remove(message);
    }
  }

  /** Cancels running uploads. Any thread may call this. */
  public void cancel() {
    running.forEach(HttpUriRequestBase::cancel);
  }

  @Override
  public void close() {
    client.close();
  }

  private static void drain(ClassicHttpResponse response, HttpPost message) throws IOException {
    if (response.getEntity() != null) {
      InputStream content = response.getEntity().getContent();
      if (content.readNBytes(MAX_ANSWER_BYTES).length == MAX_ANSWER_BYTES) {
        // Closing alone would read the rest of the body, however long it is.
        message.cancel();
      }
    }
  }
}
