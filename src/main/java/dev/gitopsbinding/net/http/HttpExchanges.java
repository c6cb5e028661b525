package dev.gitopsbinding.net.http;

import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.net.address.AddressPolicy;
import dev.gitopsbinding.net.address.HostResolver;
import dev.gitopsbinding.net.share.HostConcurrencyLimiter;
import dev.gitopsbinding.net.share.TimeLimit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.jspecify.annotations.Nullable;

/**
 * The HTTPS requests of one operation, which share a limit and are cancelled together. Each request
 * waits for a permit of its host, connects to allowed addresses only, and reads an answer of
 * limited size. Redirects are not followed.
 */
public final class HttpExchanges {
  private static final int MAX_ERROR_BYTES = 4096;

  private final HttpHosts hosts;
  private final String tenant;
  private final @Nullable String authorities;
  private final TimeLimit end;
  private final Queue<HttpUriRequestBase> requests = new ConcurrentLinkedQueue<>();
  private volatile boolean ended;

  /**
   * Creates an operation without requests.
   *
   * @param tenant who the requests are for, usually a namespace
   * @param authorities PEM certificates to trust in addition to the system's; null for none
   * @param end until when requests may wait for a permit
   */
  public HttpExchanges(
      HttpHosts hosts, String tenant, @Nullable String authorities, TimeLimit end) {
    this.hosts = hosts;
    this.tenant = tenant;
    this.authorities = authorities;
    this.end = end;
  }

  /** There was no answer, because the time was up or {@link #cancel} was called. */
  public static final class LateException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /** The answer is longer than the caller accepts. */
  public static final class TooLongException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * An answer, and what is known about its host.
   *
   * @param neverPublic whether the host was found at private addresses only
   */
  public record Exchange(HttpAnswer answer, boolean neverPublic) {}

  /** PEM certificates that are trusted in addition to the system's; null for none. */
  public @Nullable String authorities() {
    return authorities;
  }

  /** Cancels running requests and allows no more. Any thread may call this. */
  public void cancel() {
    ended = true;
    requests.forEach(HttpUriRequestBase::cancel);
  }

  /**
   * Sends a request and reads the answer.
   *
   * @param policy which addresses the host may have
   * @param maxBytes the largest body of a successful answer, in bytes
   * @throws LateException if there was no permit in time, or the operation was cancelled
   * @throws TooLongException if the body is longer than {@code maxBytes}
   */
  public Exchange send(RepositoryUrl host, HttpRequest request, AddressPolicy policy, int maxBytes)
      throws IOException, GeneralSecurityException, InterruptedException {
    try (var _ =
            hosts
                .permits()
                .acquire(
                    host.hostAndPort(),
                    tenant,
                    HostConcurrencyLimiter.Kind.QUESTION,
                    end.remaining())
                .orElseThrow(LateException::new);
        var lease = hosts.connect(host, authorities, policy)) {
      HostClient client = lease.leased();
      HttpAnswer answer =
          ScopedValue.where(HostResolver.TENANT, tenant)
              .call(() -> exchange(client, host, request, maxBytes));
      return new Exchange(answer, client.addresses().neverPublic());
    }
  }

  private HttpAnswer exchange(
      HostClient client, RepositoryUrl host, HttpRequest request, int maxBytes) throws IOException {
    try {
      return once(client, host, request, maxBytes);
    } catch (NoHttpResponseException e) {
      if (!request.repeatable()) {
        // The host may have read it: a chat would show a message twice.
        throw e;
      }
      // Most often the host had closed the idle connection before the request reached it.
      return once(client, host, request, maxBytes);
    }
  }

  private HttpAnswer once(HostClient to, RepositoryUrl host, HttpRequest request, int maxBytes)
      throws IOException {
    HttpUriRequestBase message = message(request);
    requests.add(message);
    if (ended) {
      throw new LateException();
    }
    try (ClassicHttpResponse response =
        to.client().executeOpen(new HttpHost("https", host.host(), host.port()), message, null)) {
      return read(response, message, maxBytes);
    } finally {
      requests.remove(message);
    }
  }

  private static HttpAnswer read(
      ClassicHttpResponse response, HttpUriRequestBase message, int maxBytes) throws IOException {
    try {
      return HttpAnswer.of(response, new String(body(response, maxBytes), StandardCharsets.UTF_8));
    } finally {
      // Closing alone would read the rest of the body, however long it is.
      message.cancel();
    }
  }

  private static HttpUriRequestBase message(HttpRequest request) {
    HttpUriRequestBase message = new HttpUriRequestBase(request.method(), request.uri());
    if (request.accept() != null) {
      message.setHeader("Accept", request.accept());
    }
    if (request.authorization() != null) {
      message.setHeader("Authorization", request.authorization());
    }
    request.headers().forEach(message::setHeader);
    HttpRequest.Body body = request.body();
    if (body != null) {
      message.setEntity(
          new ByteArrayEntity(
              body.text().getBytes(StandardCharsets.UTF_8), ContentType.parse(body.contentType())));
    }
    return message;
  }

  private static byte[] body(ClassicHttpResponse response, int maxBytes) throws IOException {
    if (response.getEntity() == null) {
      return new byte[0];
    }
    if (!HttpAnswer.isSuccess(response.getCode())) {
      return response.getEntity().getContent().readNBytes(MAX_ERROR_BYTES);
    }
    byte[] body = response.getEntity().getContent().readNBytes(maxBytes + 1);
    if (body.length > maxBytes) {
      throw new TooLongException();
    }
    return body;
  }
}
