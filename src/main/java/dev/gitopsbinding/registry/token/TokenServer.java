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

/**
 * Asks the server that a registry names for a bearer token (distribution specification, "Token
 * authentication" and "OAuth2 token authentication").
 */
public record TokenServer(
    URI realm, Optional<String> service, String scope, RegistryRequests conversation) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration DEFAULT_LIFETIME = Duration.ofSeconds(60);
  private static final long LONGEST_SECONDS = Duration.ofDays(1).toSeconds();

  /** A token, and how long it lasts from when it was asked for. */
  public record Grant(String token, Duration lifetime) {
    @Override
    public String toString() {
      return "token for " + lifetime;
    }
  }

  /**
   * Reads the challenge.
   *
   * @throws RegistryException if the realm is no HTTPS URL
   */
  public static TokenServer of(
      Challenge challenge, String repository, RegistryRequests conversation)
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
            challenge.parameter("service"),
            challenge.parameter("scope").orElse("repository:" + repository + ":pull"),
            conversation);
      }
    } catch (URISyntaxException e) {
      // Told below, without its words.
    }
    throw new RegistryException(
        Kind.ERROR,
        "The registry names a token server whose URL is not a plain https:// URL (%s), so it is not asked. Ask the registry's owner"
            .formatted(conversation.redactor().clean(realm)));
  }

  /** Asks; a login goes with it if there is one. */
  public Grant ask(Optional<RegistryLogin> login) throws RegistryException {
    HttpAnswer answer = conversation.send(request(login));
    if (answer.status() != HttpAnswer.OK) {
      throw refusal(answer, login.isEmpty());
    }
    Grant grant = read(answer.body());
    conversation.redactor().add(grant.token());
    return grant;
  }

  private HttpRequest request(Optional<RegistryLogin> login) {
    Map<String, String> parameters = new LinkedHashMap<>();
    service.ifPresent(name -> parameters.put("service", name));
    parameters.put("scope", scope);
    if (login.isPresent() && login.get() instanceof RegistryLogin.IdentityToken(String token)) {
      parameters.put("grant_type", "refresh_token");
      parameters.put("client_id", "gitopsbinding-operator");
      parameters.put("refresh_token", token);
      return new HttpRequest(
          "POST", realm, Optional.empty(), Optional.empty(), Optional.of(encode(parameters)));
    }
    String separator = realm.getRawQuery() == null ? "?" : "&";
    return new HttpRequest(
        "GET",
        URI.create(realm + separator + encode(parameters)),
        Optional.empty(),
        login.flatMap(TokenServer::basic),
        Optional.empty());
  }

  /** The value of {@code Authorization} for a name and password (RFC 7617). */
  public static Optional<String> basic(RegistryLogin login) {
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
    // Its words are not shown: whoever names a registry chooses this URL, and must not read there.
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
      // Its words repeat what was read.
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
        seconds <= 0 ? DEFAULT_LIFETIME : Duration.ofSeconds(Math.min(seconds, LONGEST_SECONDS)));
  }

  private RegistryException noToken() {
    return new RegistryException(
        Kind.ERROR,
        "The token server %s answered without a usable token. Ask the registry's owner"
            .formatted(realm.getAuthority()));
  }
}
