package dev.gitopsbinding.registry;

import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.net.AddressPolicy;
import dev.gitopsbinding.net.HostClient;
import dev.gitopsbinding.net.HostPermits;
import dev.gitopsbinding.net.TimeLimit;
import dev.gitopsbinding.registry.RegistryException.Kind;
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

/** The requests that one question takes. */
final class Conversation {
  private static final int MAX_BODY_BYTES = 1 << 20;
  private static final int MAX_ERROR_BYTES = 4096;

  /** How long, in seconds, a host is left alone that wants fewer requests and does not say more. */
  private static final String A_WHILE = "5";

  private final RegistryHosts hosts;
  private final NamedHosts named;
  private final Optional<String> authorities;
  private final TimeLimit end;
  private final HiddenTexts hidden;
  private final String asker;
  private final Queue<HttpUriRequestBase> requests = new ConcurrentLinkedQueue<>();
  private volatile boolean ended;

  /**
   * @param asker tells logins apart
   */
  Conversation(
      RegistryHosts hosts,
      Endpoint registry,
      Optional<String> authorities,
      TimeLimit end,
      HiddenTexts hidden,
      String asker) {
    this.hosts = hosts;
    this.named = new NamedHosts(registry, hosts.settings());
    this.authorities = authorities;
    this.end = end;
    this.hidden = hidden;
    this.asker = asker;
  }

  /** PEM certificates that prove its hosts beside the machine's. */
  Optional<String> authorities() {
    return authorities;
  }

  HiddenTexts hidden() {
    return hidden;
  }

  /** Ends what is under way. */
  void hangUp() {
    ended = true;
    requests.forEach(HttpUriRequestBase::cancel);
  }

  /**
   * Sends a request to an HTTPS host.
   *
   * @throws RegistryException if the host may not be asked, there was no answer, or the host wants
   *     to be left alone
   */
  Answer send(Request request) throws RegistryException {
    RepositoryUrl host = host(request);
    AddressPolicy policy = named.policy(host);
    hosts.pauses().check(host, asker);
    try (var _ = permit(host);
        var lease = hosts.connect(host, authorities, policy)) {
      Answer answer = exchange(lease.login(), host, request);
      named.answered(host, lease.login().addresses().neverPublic());
      noteLimit(host, answer);
      return answer;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RegistryException.late(host.hostAndPort());
    } catch (IOException | GeneralSecurityException e) {
      throw named.told(host, TalkFault.of(host, e, hidden));
    }
  }

  private void noteLimit(RepositoryUrl host, Answer answer) throws RegistryException {
    if (answer.status() == Answer.TOO_MANY_REQUESTS) {
      hosts.pauses().note(host, asker, answer.retryAfter().orElse(A_WHILE));
      hosts.pauses().check(host, asker);
    } else if (answer.status() == Answer.UNAVAILABLE && answer.retryAfter().isPresent()) {
      hosts.pauses().note(host, asker, answer.retryAfter().get());
      hosts.pauses().check(host, asker);
    }
  }

  private static RepositoryUrl host(Request request) throws RegistryException {
    try {
      return Endpoint.host(request.uri());
    } catch (IllegalArgumentException e) {
      throw new RegistryException(
          Kind.ERROR, "The registry names a host that cannot be one. Ask the registry's owner");
    }
  }

  private HostPermits.Permit permit(RepositoryUrl host)
      throws RegistryException, InterruptedException {
    return hosts
        .permits()
        .acquire(host.hostAndPort(), end.remaining())
        .orElseThrow(() -> RegistryException.late(host.hostAndPort()));
  }

  private Answer exchange(HostClient client, RepositoryUrl host, Request request)
      throws IOException {
    try {
      return once(client, host, request);
    } catch (NoHttpResponseException e) {
      // The host had left the connection before it heard of this request.
      return once(client, host, request);
    }
  }

  private Answer once(HostClient to, RepositoryUrl host, Request request) throws IOException {
    HttpUriRequestBase message = message(request);
    requests.add(message);
    if (ended) {
      throw RegistryException.late(host.hostAndPort());
    }
    try (ClassicHttpResponse response =
        to.client().executeOpen(new HttpHost("https", host.host(), host.port()), message, null)) {
      return read(response, message, host);
    } finally {
      requests.remove(message);
    }
  }

  private static Answer read(
      ClassicHttpResponse response, HttpUriRequestBase message, RepositoryUrl host)
      throws IOException {
    try {
      return Answer.of(response, new String(body(response, host), StandardCharsets.UTF_8));
    } finally {
      // Closing alone would read what is left of the body, however long it is.
      message.cancel();
    }
  }

  private static HttpUriRequestBase message(Request request) {
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

  private static byte[] body(ClassicHttpResponse response, RepositoryUrl host) throws IOException {
    if (response.getEntity() == null) {
      return new byte[0];
    }
    if (response.getCode() != Answer.OK) {
      return response.getEntity().getContent().readNBytes(MAX_ERROR_BYTES);
    }
    byte[] body = response.getEntity().getContent().readNBytes(MAX_BODY_BYTES + 1);
    if (body.length > MAX_BODY_BYTES) {
      throw new RegistryException(
          Kind.ERROR,
          "%s sent more than %d bytes for a token. Ask the registry's owner"
              .formatted(host.hostAndPort(), MAX_BODY_BYTES));
    }
    return body;
  }
}
