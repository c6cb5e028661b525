package dev.gitopsbinding.registry.request;

import dev.gitopsbinding.net.http.Redactor;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.net.address.AddressPolicy;
import dev.gitopsbinding.net.address.HostResolver;
import dev.gitopsbinding.net.http.HostClient;
import dev.gitopsbinding.net.share.FairSemaphore;
import dev.gitopsbinding.net.share.HostConcurrencyLimiter;
import dev.gitopsbinding.net.share.RateLimits;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.registry.request.RegistryException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
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
public final class RegistryRequests {
  private static final int MAX_BODY_BYTES = 1 << 20;
  private static final int MAX_ERROR_BYTES = 4096;

  /** How long a host is left alone that wants fewer requests and does not say more. */
  private static final Duration DEFAULT_RETRY_AFTER = Duration.ofSeconds(5);

  private final RegistryHosts hosts;
  private final ReferralPolicy named;
  private final Optional<String> authorities;
  private final TimeLimit end;
  private final Redactor redactor;
  private final Endpoint registry;
  private final Asker asker;
  private final Queue<HttpUriRequestBase> requests = new ConcurrentLinkedQueue<>();
  private volatile boolean ended;

  /**
   * Who asks.
   *
   * @param tenant on whose behalf
   * @param login tells logins apart; no secret
   */
  public record Asker(String tenant, String login) {
    /** Why the host may not be asked now. */
    public Optional<RegistryException> limit(
        RateLimits limits, RepositoryUrl host, Optional<String> repository) {
      return limits.limit(at(host), repository.orElse("")).map(limit -> limited(host, limit));
    }

    private RateLimits.Asker at(RepositoryUrl host) {
      return new RateLimits.Asker(host.hostAndPort(), tenant + " " + login);
    }

    private static RegistryException limited(RepositoryUrl host, RateLimits.Limit limit) {
      return new RegistryException(
          Kind.LIMITED,
          new Failure.Limited(
              Reason.REGISTRY_UNAVAILABLE,
              limit.message(host.hostAndPort())
                  + (limit.status() == Answer.TOO_MANY_REQUESTS
                      ? " A login raises most registries' limits: spec.image.check.secretRef."
                      : ""),
              limit.end()));
    }
  }

  public RegistryRequests(
      RegistryHosts hosts,
      Endpoint registry,
      Optional<String> authorities,
      TimeLimit end,
      Redactor redactor,
      Asker asker) {
    this.hosts = hosts;
    this.named = new ReferralPolicy(registry, hosts.settings());
    this.authorities = authorities;
    this.end = end;
    this.redactor = redactor;
    this.registry = registry;
    this.asker = asker;
  }

  /** PEM certificates that prove its hosts beside the machine's. */
  public Optional<String> authorities() {
    return authorities;
  }

  public Redactor redactor() {
    return redactor;
  }

  /** Ends what is under way. */
  public void hangUp() {
    ended = true;
    requests.forEach(HttpUriRequestBase::cancel);
  }

  /**
   * Sends a request to an HTTPS host.
   *
   * @throws RegistryException if the host may not be asked, there was no answer, or the host wants
   *     to be left alone
   */
  public Answer send(Request request) throws RegistryException {
    RepositoryUrl host = host(request);
    AddressPolicy policy = named.policy(host);
    Optional<String> repository =
        request.isForToken() ? Optional.empty() : Optional.of(registry.repository());
    checkLimit(host, repository);
    try (var _ = permit(host);
        var lease = hosts.connect(host, authorities, policy)) {
      Answer answer =
          ScopedValue.where(HostResolver.TENANT, asker.tenant())
              .call(() -> exchange(lease.leased(), host, request));
      named.answered(host, lease.leased().addresses().neverPublic());
      noteLimit(host, repository, answer);
      return answer;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RegistryException.late(host.hostAndPort());
    } catch (IOException | GeneralSecurityException e) {
      throw named.told(host, RegistryFailureClassifier.of(host, e, redactor));
    }
  }

  private void checkLimit(RepositoryUrl host, Optional<String> repository)
      throws RegistryException {
    Optional<RegistryException> limit = asker.limit(hosts.limits(), host, repository);
    if (limit.isPresent()) {
      throw limit.get();
    }
  }

  /** What a token server limits is the login; what the registry limits may be one repository. */
  private void noteLimit(RepositoryUrl host, Optional<String> repository, Answer answer)
      throws RegistryException {
    int status = answer.status();
    if (status != Answer.TOO_MANY_REQUESTS && status != Answer.UNAVAILABLE) {
      return;
    }
    if (answer.retryAfter().isPresent()) {
      hosts.limits().note(asker.at(host), repository, status, answer.retryAfter().get());
    } else if (status == Answer.TOO_MANY_REQUESTS) {
      hosts.limits().note(asker.at(host), repository, status, DEFAULT_RETRY_AFTER);
    }
    checkLimit(host, repository);
  }

  private static RepositoryUrl host(Request request) throws RegistryException {
    try {
      return Endpoint.host(request.uri());
    } catch (IllegalArgumentException e) {
      throw new RegistryException(
          Kind.ERROR, "The registry names a host that cannot be one. Ask the registry's owner");
    }
  }

  private FairSemaphore.Permit permit(RepositoryUrl host)
      throws RegistryException, InterruptedException {
    return hosts
        .permits()
        .acquire(
            host.hostAndPort(),
            asker.tenant(),
            HostConcurrencyLimiter.Kind.QUESTION,
            end.remaining())
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
