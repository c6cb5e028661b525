package dev.gitopsbinding.net.http;

import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.net.address.AddressPolicy;
import dev.gitopsbinding.net.address.HostResolver;
import dev.gitopsbinding.net.share.HostConcurrencyLimiter;
import dev.gitopsbinding.net.share.TimeLimit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.io.entity.StringEntity;

/**
 * The HTTPS requests that one purpose takes, all ended together. Each waits for a permit of its
 * host, reaches allowed addresses only, and reads a bounded answer. No redirect is followed.
 */
public final class HttpExchanges {
  private static final int MAX_ERROR_BYTES = 4096;

  private final HttpHosts hosts;
  private final String tenant;
  private final Optional<String> authorities;
  private final TimeLimit end;
  private final Queue<HttpUriRequestBase> requests = new ConcurrentLinkedQueue<>();
  private volatile boolean ended;

  /**
   * Nothing was sent yet.
   *
   * @param tenant on whose behalf, usually a namespace
   * @param authorities PEM certificates that prove the hosts beside the machine's
   * @param end until when all requests have to be answered
   */
  public HttpExchanges(
      HttpHosts hosts, String tenant, Optional<String> authorities, TimeLimit end) {
    this.hosts = hosts;
    this.tenant = tenant;
    this.authorities = authorities;
    this.end = end;
  }

  /** The time was up, or {@link #cancel} was called; no answer came. */
  public static final class LateException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /** The answer is longer than the caller takes. */
  public static final class TooLongException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * An answer, and where it came from.
   *
   * @param neverPublic whether the host was seen at private addresses only
   */
  public record Exchange(HttpAnswer answer, boolean neverPublic) {}

  /** PEM certificates that prove the hosts beside the machine's. */
  public Optional<String> authorities() {
    return authorities;
  }

  /** Ends what is under way; nothing more is sent. Any thread may call it. */
  public void cancel() {
    ended = true;
    requests.forEach(HttpUriRequestBase::cancel);
  }

  /**
   * Sends a request and reads the answer.
   *
   * @param policy which addresses the host may have
   * @param maxBytes how long the body of a successful answer may be
   * @throws LateException if there was no permit in time, or all was cancelled
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
              .call(() -> twice(client, host, request, maxBytes));
      return new Exchange(answer, client.addresses().neverPublic());
    }
  }

  private HttpAnswer twice(HostClient client, RepositoryUrl host, HttpRequest request, int maxBytes)
      throws IOException {
    try {
      return once(client, host, request, maxBytes);
    } catch (NoHttpResponseException e) {
      // The host had left the connection before it heard of this request.
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
      // Closing alone would read what is left of the body, however long it is.
      message.cancel();
    }
  }

  private static HttpUriRequestBase message(HttpRequest request) {
    HttpUriRequestBase message = new HttpUriRequestBase(request.method(), request.uri());
    request.accept().ifPresent(value -> message.setHeader("Accept", value));
    request.authorization().ifPresent(value -> message.setHeader("Authorization", value));
    request
        .form()
        .ifPresent(
            form ->
                message.setEntity(new StringEntity(form, ContentType.APPLICATION_FORM_URLENCODED)));
    return message;
  }

  private static byte[] body(ClassicHttpResponse response, int maxBytes) throws IOException {
    if (response.getEntity() == null) {
      return new byte[0];
    }
    if (response.getCode() != HttpAnswer.OK) {
      return response.getEntity().getContent().readNBytes(MAX_ERROR_BYTES);
    }
    byte[] body = response.getEntity().getContent().readNBytes(maxBytes + 1);
    if (body.length > maxBytes) {
      throw new TooLongException();
    }
    return body;
  }
}
