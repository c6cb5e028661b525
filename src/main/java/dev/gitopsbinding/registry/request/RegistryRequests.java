package dev.gitopsbinding.registry.request;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.net.address.AddressPolicy;
import dev.gitopsbinding.net.http.HttpAnswer;
import dev.gitopsbinding.net.http.HttpExchanges;
import dev.gitopsbinding.net.http.HttpRequest;
import dev.gitopsbinding.net.http.Redactor;
import dev.gitopsbinding.net.share.RateLimits;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.registry.request.RegistryException.Kind;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The requests of one lookup. */
public final class RegistryRequests {
  /** More than any token or manifest has; a manifest of 100 layers has 20 kB. */
  private static final int MAX_BODY_BYTES = 1 << 20;

  /** How long no request is sent after a status 429 without {@code Retry-After}. */
  private static final Duration DEFAULT_RETRY_AFTER = Duration.ofSeconds(5);

  private final RegistryHosts hosts;
  private final ReferralPolicy referrals;
  private final HttpExchanges exchanges;
  private final Redactor redactor;
  private final Endpoint registry;
  private final Asker asker;

  /**
   * Who sends requests.
   *
   * @param tenant who the requests are for, usually a namespace
   * @param login identifies the login; no secret
   */
  public record Asker(String tenant, String login) {
    /**
     * Why the host may not be asked now; empty if it may.
     *
     * @param repository what is requested; null for a token
     */
    public Optional<RegistryException> limit(
        RateLimits limits, RepositoryUrl host, @Nullable String repository) {
      return limits
          .limit(at(host), Objects.requireNonNullElse(repository, ""))
          .map(limit -> limited(host, limit));
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
                  + (limit.status() == HttpAnswer.TOO_MANY_REQUESTS
                      ? " A login raises most registries' limits: spec.image.check.secretRef."
                      : ""),
              limit.end()));
    }
  }

  /**
   * Creates a lookup without requests.
   *
   * @param authorities PEM certificates to trust in addition to the system's; null for none
   * @param end until when requests may wait for a permit
   */
  public RegistryRequests(
      RegistryHosts hosts,
      Endpoint registry,
      @Nullable String authorities,
      TimeLimit end,
      Redactor redactor,
      Asker asker) {
    this.hosts = hosts;
    this.referrals = new ReferralPolicy(registry, hosts.settings());
    this.exchanges = new HttpExchanges(hosts.http(), asker.tenant(), authorities, end);
    this.redactor = redactor;
    this.registry = registry;
    this.asker = asker;
  }

  /** PEM certificates that are trusted in addition to the system's; null for none. */
  public @Nullable String authorities() {
    return exchanges.authorities();
  }

  /** Cleans what hosts send; knows the secrets of the lookup. */
  public Redactor redactor() {
    return redactor;
  }

  /** Cancels running requests and allows no more. */
  public void cancel() {
    exchanges.cancel();
  }

  /**
   * Sends a request for a manifest to an HTTPS host.
   *
   * @throws RegistryException if the host may not be asked, there was no answer, or the answer is a
   *     rate limit
   */
  public HttpAnswer sendForManifest(HttpRequest request) throws RegistryException {
    return send(request, registry.repository());
  }

  /** The same for a token. */
  public HttpAnswer sendForToken(HttpRequest request) throws RegistryException {
    return send(request, null);
  }

  /**
   * @param repository what is requested; null for a token
   */
  private HttpAnswer send(HttpRequest request, @Nullable String repository)
      throws RegistryException {
    RepositoryUrl host = host(request);
    AddressPolicy policy = referrals.policy(host);
    checkLimit(host, repository);
    try {
      HttpExchanges.Exchange exchange = exchanges.send(host, request, policy, MAX_BODY_BYTES);
      referrals.answered(host, exchange.neverPublic());
      noteLimit(host, repository, exchange.answer());
      return exchange.answer();
    } catch (HttpExchanges.LateException e) {
      throw RegistryException.late(host.hostAndPort());
    } catch (HttpExchanges.TooLongException e) {
      throw new RegistryException(
          Kind.ERROR,
          "%s sent more than %d bytes for a %s. Ask the registry's owner"
              .formatted(
                  host.hostAndPort(), MAX_BODY_BYTES, repository == null ? "token" : "manifest"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RegistryException.late(host.hostAndPort());
    } catch (IOException | GeneralSecurityException e) {
      throw referrals.explain(host, RegistryFailureClassifier.of(host, e, redactor));
    }
  }

  private void checkLimit(RepositoryUrl host, @Nullable String repository)
      throws RegistryException {
    Optional<RegistryException> limit = asker.limit(hosts.limits(), host, repository);
    if (limit.isPresent()) {
      throw limit.get();
    }
  }

  /** Records a limit: that of a token server is for the login, else it is for the repository. */
  private void noteLimit(RepositoryUrl host, @Nullable String repository, HttpAnswer answer)
      throws RegistryException {
    int status = answer.status();
    if (status != HttpAnswer.TOO_MANY_REQUESTS && status != HttpAnswer.UNAVAILABLE) {
      return;
    }
    if (answer.retryAfter() != null) {
      hosts.limits().note(asker.at(host), repository, status, answer.retryAfter());
    } else if (status == HttpAnswer.TOO_MANY_REQUESTS) {
      hosts.limits().note(asker.at(host), repository, status, DEFAULT_RETRY_AFTER);
    }
    checkLimit(host, repository);
  }

  private static RepositoryUrl host(HttpRequest request) throws RegistryException {
    try {
      return Endpoint.host(request.uri());
    } catch (IllegalArgumentException e) {
      throw new RegistryException(
          Kind.ERROR,
          "The registry names a token server or redirect without a valid host name. Ask the registry's owner");
    }
  }
}
