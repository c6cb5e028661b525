package dev.gitopsbinding.registry.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gitopsbinding.net.http.BasicLogin;
import dev.gitopsbinding.net.http.HttpAnswer;
import dev.gitopsbinding.net.http.HttpRequest;
import dev.gitopsbinding.registry.dockerconfig.RegistryLogin;
import dev.gitopsbinding.registry.request.RegistryException;
import dev.gitopsbinding.registry.request.RegistryException.Kind;
import dev.gitopsbinding.registry.request.RegistryRequests;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Requests bearer tokens from the server that a registry names (distribution specification, "Token
 * authentication" and "OAuth2 token authentication").
 *
 * @param realm the server's URL
 * @param service what the server calls the registry, if the registry says so
 * @param scope the rights that are requested
 */
public record TokenServer(
    URI realm, @Nullable String service, String scope, RegistryRequests requests) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration DEFAULT_LIFETIME = Duration.ofSeconds(60);
  private static final long MAX_SECONDS = Duration.ofDays(1).toSeconds();

  /**
   * A token. {@link #toString()} does not show it.
   *
   * @param lifetime counted from the request
   */
  public record Grant(String token, Duration lifetime) {
    @Override
    public String toString() {
      return "token for " + lifetime;
    }
  }

  /**
   * Reads a challenge.
   *
   * @param repository the one that is to be read, if the challenge names no scope
   * @throws RegistryException if the realm is not a plain {@code https://} URL
   */
  public static TokenServer of(Challenge challenge, String repository, RegistryRequests requests)
      throws RegistryException {
    String realm = challenge.parameter("realm").orElse("");
    try {
      URI uri = new URI(realm);
      if ("https".equalsIgnoreCase(uri.getScheme())
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawFragment() == null) {
        return new TokenServer(
            uri,
            challenge.parameter("service").orElse(null),
            challenge.parameter("scope").orElse("repository:" + repository + ":pull"),
            requests);
      }
    } catch (URISyntaxException e) {
      // Reported below, without the exception's message.
    }
    throw new RegistryException(
        Kind.ERROR,
        "The registry names a token server whose URL is not a plain https:// URL (%s), so it is not asked. Ask the registry's owner"
            .formatted(requests.redactor().clean(realm)));
  }

  /**
   * Requests a token.
   *
   * @param login null to ask anonymously
   * @throws RegistryException if the server gives no token
   */
  public Grant ask(@Nullable RegistryLogin login) throws RegistryException {
    HttpAnswer answer = requests.sendForToken(request(login));
    if (answer.status() != HttpAnswer.OK) {
      throw refusal(answer, login == null);
    }
    Grant grant = read(answer.body());
    requests.redactor().add(grant.token());
    return grant;
  }

  private HttpRequest request(@Nullable RegistryLogin login) {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (service != null) {
      parameters.put("service", service);
    }
    parameters.put("scope", scope);
    if (login instanceof RegistryLogin.IdentityToken(String token)) {
      parameters.put("grant_type", "refresh_token");
      parameters.put("client_id", "gitopsbinding-operator");
      parameters.put("refresh_token", token);
      // A second request gets another token and does nothing else, and the server may have closed
      // the idle connection.
      return new HttpRequest("POST", realm, null, null, HttpRequest.Body.form(encode(parameters)))
          .asRepeatable();
    }
    String separator = realm.getRawQuery() == null ? "?" : "&";
    return new HttpRequest(
        "GET",
        URI.create(realm + separator + encode(parameters)),
        null,
        basic(login).orElse(null),
        null);
  }

  /** The value of {@code Authorization} for user name and password; empty for other logins. */
  public static Optional<String> basic(@Nullable RegistryLogin login) {
    return login instanceof RegistryLogin.Basic(String username, String password)
        ? Optional.of(BasicLogin.of(username, password).authorization())
        : Optional.empty();
  }

  private static String encode(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(
            entry ->
                entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  private RegistryException refusal(HttpAnswer answer, boolean anonymous) {
    // The body is not shown: the author of a binding chooses the registry and so this URL, and must
    // not be able to read what is there (SSRF).
    String what =
        "The token server %s answered with HTTP status %d"
            .formatted(realm.getAuthority(), answer.status());
    return switch (answer.status()) {
      case 400, HttpAnswer.UNAUTHORIZED, HttpAnswer.FORBIDDEN ->
          new RegistryException(
              Kind.UNAUTHORIZED,
              what
                  + (anonymous
                      ? ": it asks for a login. Name a Secret with one in spec.image.check.secretRef, or in imagePullSecrets of the target"
                      : ": it did not accept the login. Check user name and password, or the token, in the Secret"));
      case HttpAnswer.TOO_MANY_REQUESTS ->
          new RegistryException(
              Kind.LIMITED, what + ": it limits requests; the operator retries later");
      default ->
          new RegistryException(
              Kind.ERROR, what + ". Check the registry's health; the operator retries");
    };
  }

  private Grant read(String body) throws RegistryException {
    JsonNode json;
    try {
      json = JSON.readTree(body);
    } catch (IOException e) {
      // Without the cause, because its message repeats parts of the body.
      throw noToken();
    }
    String token =
        Stream.of("token", "access_token")
            .map(name -> json.path(name).asText(""))
            .filter(text -> !text.isEmpty())
            .findFirst()
            .orElseThrow(this::noToken);
    if (!token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw noToken();
    }
    long seconds = json.path("expires_in").asLong(0);
    return new Grant(
        token,
        seconds <= 0 ? DEFAULT_LIFETIME : Duration.ofSeconds(Math.min(seconds, MAX_SECONDS)));
  }

  private RegistryException noToken() {
    return new RegistryException(
        Kind.ERROR,
        "The token server %s answered without a usable token. Ask the registry's owner"
            .formatted(realm.getAuthority()));
  }
}
