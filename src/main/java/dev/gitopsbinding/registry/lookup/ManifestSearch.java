package dev.gitopsbinding.registry.lookup;

import dev.gitopsbinding.net.http.HttpAnswer;
import dev.gitopsbinding.net.http.HttpRequest;
import dev.gitopsbinding.registry.dockerconfig.RegistryLogin;
import dev.gitopsbinding.registry.request.Endpoint;
import dev.gitopsbinding.registry.request.RegistryException;
import dev.gitopsbinding.registry.request.RegistryException.Kind;
import dev.gitopsbinding.registry.request.RegistryRequests;
import dev.gitopsbinding.registry.token.Challenge;
import dev.gitopsbinding.registry.token.TokenCache;
import dev.gitopsbinding.registry.token.TokenServer;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Looks for one manifest, with one login after the other. */
record ManifestSearch(
    Endpoint endpoint, String tag, RegistryRequests conversation, TokenCache tokens, Clock clock) {
  private static final int MAX_REDIRECTS = 3;

  private static final List<String> MANIFESTS =
      List.of(
          "application/vnd.oci.image.index.v1+json",
          "application/vnd.oci.image.manifest.v1+json",
          "application/vnd.docker.distribution.manifest.list.v2+json",
          "application/vnd.docker.distribution.manifest.v2+json");
  private static final Set<String> MANIFEST_TYPES = Set.copyOf(MANIFESTS);

  /**
   * The first login that finds it settles it; a login that is of no use leaves it to the next.
   * While one got no answer, nobody knows that it is missing.
   */
  LookupResult run(List<RegistryLogin> logins) {
    if (logins.isEmpty()) {
      return look(Optional.empty());
    }
    boolean missing = false;
    Optional<LookupResult> fault = Optional.empty();
    Optional<LookupResult> last = Optional.empty();
    for (RegistryLogin login : logins) {
      LookupResult sight = look(Optional.of(login));
      switch (sight) {
        case LookupResult.Answered(Presence presence) when presence == Presence.MISSING ->
            missing = true;
        case LookupResult.Failed(Kind kind, _) when kind == Kind.UNAUTHORIZED -> {}
        case LookupResult.Failed(Kind kind, _) when kind == Kind.ERROR ->
            fault = Optional.of(sight);
        case LookupResult.Answered _, LookupResult.Failed _ -> {
          return sight;
        }
      }
      last = Optional.of(sight);
    }
    if (fault.isPresent()) {
      return fault.get();
    }
    return missing ? new LookupResult.Answered(Presence.MISSING) : last.orElseThrow();
  }

  private LookupResult look(Optional<RegistryLogin> login) {
    try {
      return new LookupResult.Answered(judge(ask(login), login.isEmpty()));
    } catch (RegistryException e) {
      return LookupResult.of(e);
    }
  }

  private HttpAnswer ask(Optional<RegistryLogin> login) throws RegistryException {
    if (login.isPresent() && login.get() instanceof RegistryLogin.RegistryToken(String token)) {
      return head(Optional.of("Bearer " + token));
    }
    TokenCache.Key key =
        new TokenCache.Key(
            endpoint.url().hostAndPort(),
            endpoint.repository(),
            LoginDigest.of(login, conversation.authorities()));
    Optional<String> known = tokens.get(key);
    known.ifPresent(conversation.redactor()::add);
    HttpAnswer answer = head(known.map(token -> "Bearer " + token));
    // A token carries the rights of the moment it was made.
    if (answer.status() == HttpAnswer.UNAUTHORIZED || answer.status() == HttpAnswer.FORBIDDEN) {
      tokens.forget(key);
    }
    if (answer.status() != HttpAnswer.UNAUTHORIZED) {
      return answer;
    }
    return logIn(Challenge.parse(answer.challenges()), key, login).orElse(answer);
  }

  private Optional<HttpAnswer> logIn(
      List<Challenge> challenges, TokenCache.Key key, Optional<RegistryLogin> login)
      throws RegistryException {
    Optional<Challenge> bearer =
        challenges.stream().filter(it -> it.scheme().equals(Challenge.BEARER)).findFirst();
    if (bearer.isPresent()) {
      Instant from = clock.instant();
      TokenServer.Grant grant =
          TokenServer.of(bearer.get(), endpoint.repository(), conversation).ask(login);
      HttpAnswer answer = head(Optional.of("Bearer " + grant.token()));
      if (answer.status() != HttpAnswer.UNAUTHORIZED && answer.status() != HttpAnswer.FORBIDDEN) {
        tokens.put(key, grant.token(), from, grant.lifetime());
      }
      return Optional.of(answer);
    }
    boolean basic = challenges.stream().anyMatch(it -> it.scheme().equals(Challenge.BASIC));
    Optional<String> authorization = basic ? login.flatMap(TokenServer::basic) : Optional.empty();
    return authorization.isPresent() ? Optional.of(head(authorization)) : Optional.empty();
  }

  /** A redirect is followed without the login: it may lead to anybody. */
  private HttpAnswer head(Optional<String> authorization) throws RegistryException {
    URI uri = endpoint.manifest(tag);
    HttpAnswer answer = conversation.send(head(uri, authorization));
    for (int redirects = 0; answer.isRedirect(); redirects++) {
      uri = target(uri, answer, redirects);
      answer = conversation.send(head(uri, Optional.empty()));
      if (answer.status() == HttpAnswer.UNAUTHORIZED) {
        throw new RegistryException(
            Kind.UNAUTHORIZED,
            "Registry %s redirects to %s, which asks for a login of its own. Ask the registry's owner"
                .formatted(endpoint.registry(), uri.getAuthority()));
      }
    }
    return answer;
  }

  private static HttpRequest head(URI uri, Optional<String> authorization) {
    return new HttpRequest(
        "HEAD", uri, Optional.of(String.join(", ", MANIFESTS)), authorization, Optional.empty());
  }

  private URI target(URI from, HttpAnswer answer, int redirects) throws RegistryException {
    String location = answer.location().orElse("");
    try {
      URI target = from.resolve(location);
      if (redirects < MAX_REDIRECTS
          && !location.isEmpty()
          && "https".equalsIgnoreCase(target.getScheme())
          && target.getHost() != null
          && target.getRawUserInfo() == null) {
        return target;
      }
    } catch (IllegalArgumentException e) {
      // Told below, without its words.
    }
    throw new RegistryException(
        Kind.ERROR,
        "Registry %s sent a redirect that is not followed%s: at most %d, to https:// only. Ask the registry's owner"
            .formatted(
                endpoint.registry(),
                location.isEmpty()
                    ? ""
                    : " ("
                        + conversation.redactor().clean(location.replaceFirst("[?#].*", ""))
                        + ")",
                MAX_REDIRECTS));
  }

  private Presence judge(HttpAnswer answer, boolean anonymous) throws RegistryException {
    return switch (answer.status()) {
      case HttpAnswer.OK -> {
        if (answer.contentType().filter(ManifestSearch::isManifest).isEmpty()) {
          throw fault(
              Kind.ERROR,
              "answered with something that is not an image manifest (%s). Check that the image's host is a registry and not a login page"
                  .formatted(
                      conversation
                          .redactor()
                          .clean(answer.contentType().orElse("no content type"))));
        }
        yield Presence.FOUND;
      }
      case HttpAnswer.NOT_FOUND -> Presence.MISSING;
      case HttpAnswer.UNAUTHORIZED ->
          throw fault(
              Kind.UNAUTHORIZED,
              anonymous
                  ? "asks for a login. Name a Secret with one in spec.image.check.secretRef, or in imagePullSecrets of the target. Many registries answer like this if the repository does not exist"
                  : "did not accept the login. Check user name and password, or the token, in the Secret. Many registries answer like this if the repository does not exist");
      case HttpAnswer.FORBIDDEN ->
          throw fault(
              Kind.UNAUTHORIZED,
              "does not let %s read the repository, or the repository does not exist. Check the image's name, and the login's rights"
                  .formatted(anonymous ? "anonymous clients" : "the login"));
      case HttpAnswer.TOO_MANY_REQUESTS ->
          throw fault(
              Kind.LIMITED,
              "limits requests; the operator retries later. A login usually raises the limit: name a Secret in spec.image.check.secretRef");
      default ->
          throw fault(
              Kind.ERROR,
              "answered with HTTP status %d. Check its health; the operator retries"
                  .formatted(answer.status()));
    };
  }

  private static boolean isManifest(String contentType) {
    return MANIFEST_TYPES.contains(contentType.toLowerCase(Locale.ROOT));
  }

  private RegistryException fault(Kind kind, String text) {
    return new RegistryException(
        kind,
        "%s/%s:%s: the registry %s"
            .formatted(endpoint.registry(), endpoint.repository(), tag, text));
  }
}
