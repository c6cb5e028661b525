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
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks for one manifest, with one login after the other.
 *
 * @param digest whether the digest of the manifest is wanted
 * @param clock dates tokens; monotonic
 */
record ManifestSearch(
    Endpoint endpoint,
    String tag,
    boolean digest,
    RegistryRequests requests,
    TokenCache tokens,
    Clock clock) {
  private static final String HEAD = "HEAD";
  private static final int MAX_REDIRECTS = 3;

  private static final List<String> MANIFESTS =
      List.of(
          "application/vnd.oci.image.index.v1+json",
          "application/vnd.oci.image.manifest.v1+json",
          "application/vnd.docker.distribution.manifest.list.v2+json",
          "application/vnd.docker.distribution.manifest.v2+json");
  private static final Set<String> MANIFEST_TYPES = Set.copyOf(MANIFESTS);

  /**
   * Tries the logins in order. The first that finds the manifest decides; after one that is not
   * accepted, or does not find it, the next is tried. The image counts as missing only if every
   * accepted login got an answer.
   */
  LookupResult run(List<RegistryLogin> logins) {
    if (logins.isEmpty()) {
      return look(null);
    }
    boolean missing = false;
    LookupResult failure = null;
    LookupResult last = null;
    for (RegistryLogin login : logins) {
      LookupResult result = look(login);
      switch (result) {
        case LookupResult.Answered(Presence presence, _) when presence == Presence.MISSING ->
            missing = true;
        case LookupResult.Failed(Kind kind, _) when kind == Kind.UNAUTHORIZED -> {}
        case LookupResult.Failed(Kind kind, _) when kind == Kind.ERROR -> failure = result;
        case LookupResult.Answered _, LookupResult.Failed _ -> {
          return result;
        }
      }
      last = result;
    }
    if (failure != null) {
      return failure;
    }
    return missing
        ? new LookupResult.Answered(Presence.MISSING, null)
        : Objects.requireNonNull(last, "there is a login");
  }

  private LookupResult look(@Nullable RegistryLogin login) {
    try {
      HttpAnswer answer = ask(HEAD, login);
      Presence presence = judge(answer, login == null);
      return digest && presence == Presence.FOUND
          ? withDigest(answer, login)
          : new LookupResult.Answered(presence, null);
    } catch (RegistryException e) {
      return LookupResult.of(e);
    } catch (ManifestDigest.UnusableException e) {
      return LookupResult.of(failure(Kind.ERROR, String.valueOf(e.getMessage())));
    }
  }

  /** Reads the manifest itself only if the registry does not name its digest, which it may omit. */
  private LookupResult withDigest(HttpAnswer head, @Nullable RegistryLogin login)
      throws RegistryException, ManifestDigest.UnusableException {
    Optional<String> named = ManifestDigest.named(head);
    if (named.isPresent()) {
      return new LookupResult.Answered(Presence.FOUND, named.get());
    }
    HttpAnswer whole = ask("GET", login);
    Presence presence = judge(whole, login == null);
    return new LookupResult.Answered(
        presence, presence == Presence.FOUND ? ManifestDigest.computed(whole) : null);
  }

  private HttpAnswer ask(String method, @Nullable RegistryLogin login) throws RegistryException {
    if (login instanceof RegistryLogin.RegistryToken(String token)) {
      return request(method, "Bearer " + token);
    }
    TokenCache.Key key =
        new TokenCache.Key(
            endpoint.url().hostAndPort(),
            endpoint.repository(),
            LoginDigest.of(login, requests.authorities()));
    Optional<String> known = tokens.get(key);
    known.ifPresent(requests.redactor()::add);
    HttpAnswer answer = request(method, known.map(token -> "Bearer " + token).orElse(null));
    // A token carries the rights that the login had when the token was issued.
    if (answer.status() == HttpAnswer.UNAUTHORIZED || answer.status() == HttpAnswer.FORBIDDEN) {
      tokens.forget(key);
    }
    if (answer.status() != HttpAnswer.UNAUTHORIZED) {
      return answer;
    }
    return logIn(method, Challenge.parse(answer.challenges()), key, login).orElse(answer);
  }

  private Optional<HttpAnswer> logIn(
      String method, List<Challenge> challenges, TokenCache.Key key, @Nullable RegistryLogin login)
      throws RegistryException {
    Optional<Challenge> bearer =
        challenges.stream().filter(it -> it.scheme().equals(Challenge.BEARER)).findFirst();
    if (bearer.isPresent()) {
      Instant from = clock.instant();
      TokenServer.Grant grant =
          TokenServer.of(bearer.get(), endpoint.repository(), requests).ask(login);
      HttpAnswer answer = request(method, "Bearer " + grant.token());
      if (answer.status() != HttpAnswer.UNAUTHORIZED && answer.status() != HttpAnswer.FORBIDDEN) {
        tokens.put(key, grant.token(), from, grant.lifetime());
      }
      return Optional.of(answer);
    }
    boolean basic = challenges.stream().anyMatch(it -> it.scheme().equals(Challenge.BASIC));
    String authorization = basic ? TokenServer.basic(login).orElse(null) : null;
    return authorization == null ? Optional.empty() : Optional.of(request(method, authorization));
  }

  /** Requests the manifest. Follows redirects without the login, because they may lead anywhere. */
  private HttpAnswer request(String method, @Nullable String authorization)
      throws RegistryException {
    URI uri = endpoint.manifest(tag);
    HttpAnswer answer = requests.sendForManifest(request(method, uri, authorization));
    for (int redirects = 0; answer.isRedirect(); redirects++) {
      uri = target(uri, answer, redirects);
      answer = requests.sendForManifest(request(method, uri, null));
      if (answer.status() == HttpAnswer.UNAUTHORIZED) {
        throw new RegistryException(
            Kind.UNAUTHORIZED,
            "Registry %s redirects to %s, which asks for a login of its own. Ask the registry's owner"
                .formatted(endpoint.registry(), uri.getAuthority()));
      }
    }
    return answer;
  }

  private static HttpRequest request(String method, URI uri, @Nullable String authorization) {
    return new HttpRequest(method, uri, String.join(", ", MANIFESTS), authorization, null);
  }

  private URI target(URI from, HttpAnswer answer, int redirects) throws RegistryException {
    String location = Objects.requireNonNullElse(answer.location(), "");
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
      // Reported below, without the exception's message.
    }
    throw new RegistryException(
        Kind.ERROR,
        "Registry %s sent a redirect that is not followed%s: at most %d, to https:// only. Ask the registry's owner"
            .formatted(
                endpoint.registry(),
                location.isEmpty()
                    ? ""
                    : " (" + requests.redactor().clean(location.replaceFirst("[?#].*", "")) + ")",
                MAX_REDIRECTS));
  }

  private Presence judge(HttpAnswer answer, boolean anonymous) throws RegistryException {
    return switch (answer.status()) {
      case HttpAnswer.OK -> {
        String contentType = Objects.requireNonNullElse(answer.contentType(), "no content type");
        if (!isManifest(contentType)) {
          throw failure(
              Kind.ERROR,
              "answered with something that is not an image manifest (%s). Check that the image's host is a registry and not a login page"
                  .formatted(requests.redactor().clean(contentType)));
        }
        yield Presence.FOUND;
      }
      case HttpAnswer.NOT_FOUND -> Presence.MISSING;
      case HttpAnswer.UNAUTHORIZED ->
          throw failure(
              Kind.UNAUTHORIZED,
              anonymous
                  ? "asks for a login. Name a Secret with one in spec.image.check.secretRef, or in imagePullSecrets of the target. Many registries answer like this if the repository does not exist"
                  : "did not accept the login. Check user name and password, or the token, in the Secret. Many registries answer like this if the repository does not exist");
      case HttpAnswer.FORBIDDEN ->
          throw failure(
              Kind.UNAUTHORIZED,
              "does not let %s read the repository, or the repository does not exist. Check the image's name, and the login's rights"
                  .formatted(anonymous ? "anonymous clients" : "the login"));
      case HttpAnswer.TOO_MANY_REQUESTS ->
          throw failure(
              Kind.LIMITED,
              "limits requests; the operator retries later. A login usually raises the limit: name a Secret in spec.image.check.secretRef");
      default ->
          throw failure(
              Kind.ERROR,
              "answered with HTTP status %d. Check its health; the operator retries"
                  .formatted(answer.status()));
    };
  }

  private static boolean isManifest(String contentType) {
    return MANIFEST_TYPES.contains(contentType.toLowerCase(Locale.ROOT));
  }

  private RegistryException failure(Kind kind, String text) {
    return new RegistryException(
        kind,
        "%s/%s:%s: the registry %s"
            .formatted(endpoint.registry(), endpoint.repository(), tag, text));
  }
}
