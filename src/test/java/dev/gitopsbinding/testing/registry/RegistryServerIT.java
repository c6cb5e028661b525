package dev.gitopsbinding.testing.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gitopsbinding.testing.registry.RegistryServer.Request;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A real registry answers as the tests of the operator rely on. */
class RegistryServerIT {
  private static final Pattern CHALLENGE =
      Pattern.compile("Bearer realm=\"([^\"]+)\",service=\"([^\"]+)\",scope=\"([^\"]+)\".*");

  private static final Optional<String> NOBODY = Optional.empty();

  @Test
  void knowsWhatWasPushedAndNothingElse() throws Exception {
    try (RegistryServer registry = RegistryServer.anonymous()) {
      // When
      String digest = registry.push("acme/web", "v1");

      // Then
      HttpResponse<String> found = head(registry, "acme/web", "v1", NOBODY);
      assertThat(found.statusCode()).isEqualTo(200);
      assertThat(found.headers().firstValue("Docker-Content-Digest")).contains(digest);
      assertThat(status(registry, "acme/web", "v2", NOBODY)).isEqualTo(404);
      assertThat(status(registry, "acme/none", "v1", NOBODY)).isEqualTo(404);
      awaitRequests(
          registry,
          "HEAD /v2/acme/web/manifests/v1 200",
          "HEAD /v2/acme/web/manifests/v2 404",
          "HEAD /v2/acme/none/manifests/v1 404");
    }
  }

  @Test
  void forgetsWhatWasDeletedAndNothingElse() throws Exception {
    try (RegistryServer registry = RegistryServer.anonymous()) {
      // Given
      registry.push("acme/web", "v1");
      registry.push("acme/web", "v2");

      // When
      registry.delete("acme/web", "v1");

      // Then
      assertThat(status(registry, "acme/web", "v1", NOBODY)).isEqualTo(404);
      assertThat(status(registry, "acme/web", "v2", NOBODY)).isEqualTo(200);
    }
  }

  @Test
  void keepsItsImagesAndItsRequestsOverAStop() throws Exception {
    try (RegistryServer registry = RegistryServer.anonymous()) {
      // Given
      registry.push("acme/web", "v1");
      assertThat(status(registry, "acme/web", "v1", NOBODY)).isEqualTo(200);
      awaitRequests(registry, "HEAD /v2/acme/web/manifests/v1 200");

      // When
      registry.stop();
      registry.startAgain();

      // Then
      assertThat(status(registry, "acme/web", "v1", NOBODY)).isEqualTo(200);
      awaitRequests(
          registry, "HEAD /v2/acme/web/manifests/v1 200", "HEAD /v2/acme/web/manifests/v1 200");
    }
  }

  @Test
  void asksForAPassword() throws Exception {
    try (RegistryServer registry = RegistryServer.basic("ada", "secret")) {
      // When
      registry.push("acme/web", "v1");

      // Then
      assertThat(status(registry, "acme/web", "v1", NOBODY)).isEqualTo(401);
      assertThat(status(registry, "acme/web", "v1", basic("ada", "wrong"))).isEqualTo(401);
      assertThat(status(registry, "acme/web", "v1", basic("ada", "secret"))).isEqualTo(200);
    }
  }

  @Test
  void believesTheTokensOfItsTokenServer() throws Exception {
    try (TokenServer tokens = TokenServer.start();
        RegistryServer registry = RegistryServer.token(tokens)) {
      // Given
      tokens.addUser("ada", "secret");
      tokens.addUser("bob", "hidden", "acme/other");
      registry.push("acme/web", "v1");
      Challenge challenge = challenge(registry);
      assertThat(challenge.realm()).isEqualTo(tokens.url());

      // When
      HttpResponse<String> known = askForToken(registry, challenge, basic("ada", "secret"));
      HttpResponse<String> unknown = askForToken(registry, challenge, basic("ada", "wrong"));
      HttpResponse<String> other = askForToken(registry, challenge, basic("bob", "hidden"));

      // Then
      assertThat(status(registry, "acme/web", "v1", bearer(known, "token"))).isEqualTo(200);
      assertThat(unknown.statusCode()).isEqualTo(401);
      assertThat(status(registry, "acme/web", "v1", bearer(other, "token"))).isEqualTo(401);
      assertThat(tokens.requests())
          .extracting(TokenServer.Request::authorization)
          .containsExactly(basic("ada", "secret"), basic("ada", "wrong"), basic("bob", "hidden"));
    }
  }

  @Test
  void believesTokensForNobodyInPublicRepositoriesAlone() throws Exception {
    try (TokenServer tokens = TokenServer.start();
        RegistryServer registry = RegistryServer.token(tokens)) {
      // Given
      registry.push("acme/web", "v1");
      Challenge challenge = challenge(registry);

      // When
      HttpResponse<String> closed = askForToken(registry, challenge, NOBODY);
      tokens.publish("acme/web");
      HttpResponse<String> open = askForToken(registry, challenge, NOBODY);

      // Then
      assertThat(status(registry, "acme/web", "v1", bearer(closed, "token"))).isEqualTo(401);
      assertThat(status(registry, "acme/web", "v1", bearer(open, "token"))).isEqualTo(200);
    }
  }

  @Test
  void exchangesARefreshToken() throws Exception {
    try (TokenServer tokens = TokenServer.start();
        RegistryServer registry = RegistryServer.token(tokens)) {
      // Given
      tokens.addUser("ada", "secret");
      registry.push("acme/web", "v1");
      Challenge challenge = challenge(registry);

      // When
      HttpResponse<String> granted = exchange(registry, challenge, tokens.refreshToken("ada"));
      HttpResponse<String> refused = exchange(registry, challenge, "made-up");

      // Then
      assertThat(status(registry, "acme/web", "v1", bearer(granted, "access_token")))
          .isEqualTo(200);
      assertThat(refused.statusCode()).isEqualTo(401);
    }
  }

  private record Challenge(String realm, String service, String scope) {}

  private static Challenge challenge(RegistryServer registry) throws Exception {
    HttpResponse<String> refused = head(registry, "acme/web", "v1", NOBODY);
    assertThat(refused.statusCode()).isEqualTo(401);
    Matcher header =
        CHALLENGE.matcher(refused.headers().firstValue("WWW-Authenticate").orElseThrow());
    assertThat(header.matches()).isTrue();
    return new Challenge(header.group(1), header.group(2), header.group(3));
  }

  private static HttpResponse<String> askForToken(
      RegistryServer registry, Challenge challenge, Optional<String> authorization)
      throws Exception {
    String query =
        "?service=" + encode(challenge.service()) + "&scope=" + encode(challenge.scope());
    return send(
        registry, HttpRequest.newBuilder(URI.create(challenge.realm() + query)), authorization);
  }

  private static HttpResponse<String> exchange(
      RegistryServer registry, Challenge challenge, String refreshToken) throws Exception {
    String form =
        "grant_type=refresh_token&client_id=test&refresh_token=%s&service=%s&scope=%s"
            .formatted(
                encode(refreshToken), encode(challenge.service()), encode(challenge.scope()));
    return send(
        registry,
        HttpRequest.newBuilder(URI.create(challenge.realm()))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form)),
        NOBODY);
  }

  private static int status(
      RegistryServer registry, String repository, String tag, Optional<String> authorization)
      throws Exception {
    return head(registry, repository, tag, authorization).statusCode();
  }

  private static HttpResponse<String> head(
      RegistryServer registry, String repository, String tag, Optional<String> authorization)
      throws Exception {
    URI uri = URI.create("https://" + registry.host() + "/v2/" + repository + "/manifests/" + tag);
    return send(
        registry,
        HttpRequest.newBuilder(uri)
            .header("Accept", "application/vnd.oci.image.manifest.v1+json")
            .HEAD(),
        authorization);
  }

  private static HttpResponse<String> send(
      RegistryServer registry, HttpRequest.Builder request, Optional<String> authorization)
      throws IOException, InterruptedException {
    authorization.ifPresent(value -> request.header("Authorization", value));
    try (HttpClient client =
        HttpClient.newBuilder().sslContext(registry.certificates().clientContext()).build()) {
      return client.send(request.build(), BodyHandlers.ofString());
    }
  }

  private static void awaitRequests(RegistryServer registry, String... expected) {
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(registry.requests())
                    .extracting(RegistryServerIT::line)
                    .containsExactly(expected));
  }

  private static String line(Request request) {
    return request.method() + " " + request.path() + " " + request.status();
  }

  private static Optional<String> basic(String user, String password) {
    byte[] login = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return Optional.of("Basic " + Base64.getEncoder().encodeToString(login));
  }

  private static Optional<String> bearer(HttpResponse<String> answer, String field)
      throws IOException {
    assertThat(answer.statusCode()).isEqualTo(200);
    return Optional.of("Bearer " + new ObjectMapper().readTree(answer.body()).path(field).asText());
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
