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
import java.util.Optional;

/** The requests that one question takes. */
public final class RegistryRequests {
  private static final int MAX_BODY_BYTES = 1 << 20;

  /** How long a host is left alone that wants fewer requests and does not say more. */
  private static final Duration DEFAULT_RETRY_AFTER = Duration.ofSeconds(5);

  private final RegistryHosts hosts;
  private final ReferralPolicy named;
  private final HttpExchanges exchanges;
  private final Redactor redactor;
  private final Endpoint registry;
  private final Asker asker;

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
                  + (limit.status() == HttpAnswer.TOO_MANY_REQUESTS
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
    this.exchanges = new HttpExchanges(hosts.http(), asker.tenant(), authorities, end);
    this.redactor = redactor;
    this.registry = registry;
    this.asker = asker;
  }

  /** PEM certificates that prove its hosts beside the machine's. */
  public Optional<String> authorities() {
    return exchanges.authorities();
  }

  public Redactor redactor() {
    return redactor;
  }

  /** Ends what is under way. */
  public void hangUp() {
    exchanges.cancel();
  }

  /**
   * Sends a request to an HTTPS host.
   *
   * @throws RegistryException if the host may not be asked, there was no answer, or the host wants
   *     to be left alone
   */
  public HttpAnswer send(HttpRequest request) throws RegistryException {
    RepositoryUrl host = host(request);
    AddressPolicy policy = named.policy(host);
    Optional<String> repository =
        isForToken(request) ? Optional.empty() : Optional.of(registry.repository());
    checkLimit(host, repository);
    try {
      HttpExchanges.Exchange exchange = exchanges.send(host, request, policy, MAX_BODY_BYTES);
      named.answered(host, exchange.neverPublic());
      noteLimit(host, repository, exchange.answer());
      return exchange.answer();
    } catch (HttpExchanges.LateException e) {
      throw RegistryException.late(host.hostAndPort());
    } catch (HttpExchanges.TooLongException e) {
      throw new RegistryException(
          Kind.ERROR,
          "%s sent more than %d bytes for a token. Ask the registry's owner"
              .formatted(host.hostAndPort(), MAX_BODY_BYTES));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RegistryException.late(host.hostAndPort());
    } catch (IOException | GeneralSecurityException e) {
      throw named.told(host, RegistryFailureClassifier.of(host, e, redactor));
    }
  }

  /** Manifests are only asked for by HEAD. */
  private static boolean isForToken(HttpRequest request) {
    return !request.method().equals("HEAD");
  }

  private void checkLimit(RepositoryUrl host, Optional<String> repository)
      throws RegistryException {
    Optional<RegistryException> limit = asker.limit(hosts.limits(), host, repository);
    if (limit.isPresent()) {
      throw limit.get();
    }
  }

  /** What a token server limits is the login; what the registry limits may be one repository. */
  private void noteLimit(RepositoryUrl host, Optional<String> repository, HttpAnswer answer)
      throws RegistryException {
    int status = answer.status();
    if (status != HttpAnswer.TOO_MANY_REQUESTS && status != HttpAnswer.UNAVAILABLE) {
      return;
    }
    if (answer.retryAfter().isPresent()) {
      hosts
          .limits()
          .note(asker.at(host), repository.orElse(null), status, answer.retryAfter().get());
    } else if (status == HttpAnswer.TOO_MANY_REQUESTS) {
      hosts.limits().note(asker.at(host), repository.orElse(null), status, DEFAULT_RETRY_AFTER);
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
