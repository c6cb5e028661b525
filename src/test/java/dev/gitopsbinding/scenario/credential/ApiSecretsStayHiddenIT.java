package dev.gitopsbinding.scenario.credential;

import static dev.gitopsbinding.scenario.credential.CanaryStage.CERTIFICATES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gitopsbinding.scenario.stage.OperatorStage;
import dev.gitopsbinding.scenario.stage.Scene;
import dev.gitopsbinding.testing.apiserver.ClassStage;
import dev.gitopsbinding.testing.forge.ForgeStandIn;
import dev.gitopsbinding.testing.git.GitRepository;
import dev.gitopsbinding.testing.net.WebhookReceiver;
import dev.gitopsbinding.testing.secrets.CanaryScan;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Secrets for forges, proxies and receivers of messages, which repeat what they got: nothing of it
 * is in a log line of any level, a status, an event, a metric or a commit.
 */
class ApiSecretsStayHiddenIT {
  @RegisterExtension static final ClassStage<CanaryStage> STAGE = ClassStage.of(CanaryStage::new);

  private final CanaryScan scan = STAGE.get().scan;
  private final OperatorStage stage = STAGE.get().operator;
  @AutoClose private final CanaryScene hidden = new CanaryScene(STAGE.get());
  private final Scene scene = hidden.scene;

  @Test
  void aForgeThatRepeatsTheToken() {
    String token = scan.canary("token of a forge");
    try (ForgeStandIn forge = ForgeStandIn.start(token)) {
      forge.repeat();
      sourceOfAForge();
      scene.opaqueSecret(
          "forge",
          Map.of("gitopsbinding.dev/hosts", forge.host()),
          Map.of("bearerToken", token, "ca.crt", forge.authorityPem()));

      scene.apply("web", withChecks(forge));

      assertThat(hidden.message("ForgeUnavailable")).contains("sent an answer that ");
      assertThat(forge.requests()).isNotEmpty();
    }
  }

  @Test
  void aForgeThatGivesTheTokenToACheckAsItsName() {
    String token = scan.canary("token of a forge");
    try (ForgeStandIn forge = ForgeStandIn.start(token)) {
      forge.check(sourceOfAForge().tip("main"), token, "failure");
      scene.opaqueSecret(
          "forge",
          Map.of("gitopsbinding.dev/hosts", forge.host()),
          Map.of("bearerToken", token, "ca.crt", forge.authorityPem()));

      scene.apply("web", withChecks(forge));

      assertThat(hidden.message("ChecksFailed")).startsWith("Check *** of source commit");
    }
  }

  private GitRepository sourceOfAForge() {
    GitRepository source = stage.git().createRepository("acme/" + scene.namespace + ".git");
    source.commit("main", "README", "first");
    return source;
  }

  private String withChecks(ForgeStandIn forge) {
    return scene
        .spec("source", stage.git().url("acme/" + scene.namespace + ".git"), "git")
        .replaceFirst(
            "(source: .*)}\n",
            "$1, checks: {provider: GitHub, apiURL: \"%s\", secretRef: {name: forge}}}\n"
                .formatted(forge.url()));
  }

  @Test
  void aProxyThatRepeatsItsPassword() {
    hidden.secret(
        "https",
        SecretValues.login(scan.canary("username"), scan.canary("password"), CERTIFICATES));
    scene.apply(
        "web",
        hidden.overHttps("source", "web.git").replace("https://127.0.0.1", "https://localhost"));

    assertThat(hidden.message("RemoteError")).contains("407");
    assertThat(STAGE.get().proxy.requests())
        .anyMatch(request -> request.contains("Proxy-Authorization"));
  }

  @ParameterizedTest
  @CsvSource({"200, ok", "200, <p>page</p>", "302, moved", "404, no", "503, later"})
  void aReceiverThatRepeatsItsUrlAndKey(int status, String text) {
    try (WebhookReceiver receiver = WebhookReceiver.start(CERTIFICATES)) {
      // Given
      String path = "/services/" + scan.canary("webhook path") + "?key=" + scan.canary("query");
      String key = scan.canary("HMAC key");
      String token = scan.canary("bearer token");
      receiver.answers(
          exchange -> {
            String url = directUrl(receiver, path);
            exchange.getResponseHeaders().set("Location", url + "/" + key);
            exchange.getResponseHeaders().set("X-Token", token);
            WebhookReceiver.send(exchange, status, text + " " + url + " " + key + " " + token);
          });
      webhook("events", directUrl(receiver, path), key, token);

      // When
      scene.apply("web", scene.spec() + notification("events"));

      // Then
      awaitNotifications(receiver);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://no-such-host.invalid/services/%s?key=%<s",
        "https://localhost:99999/services/%s",
        "https://localhost/services/%s^",
        "http://localhost/services/%s",
        "https://robot:%s@localhost/",
        "%s"
      })
  void aUrlThatLeadsNowhere(String url) {
    // Given
    webhook("events", url.formatted(scan.canary("webhook URL")), scan.canary("key"), "");

    // When
    scene.apply("web", scene.spec() + notification("events"));

    // Then
    scene.awaitReady("web", scene.source.tip("main"));
    await()
        .atMost(OperatorStage.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(scene.events("web"))
                    .extracting(Event::getReason)
                    .contains("NotificationFailed"));
  }

  /** Not by the proxy. */
  private static String directUrl(WebhookReceiver receiver, String path) {
    return receiver.url(path).replace("localhost", "127.0.0.1");
  }

  private void webhook(String name, String url, String key, String token) {
    Map<String, String> data = new HashMap<>();
    data.put("url", url);
    data.put("hmacKey", key);
    data.put("bearerToken", token);
    data.put("ca.crt", CERTIFICATES.authorityPem());
    scene.secret(name, "gitopsbinding.dev/webhook", data);
  }

  private static String notification(String secret) {
    return "notifications: [{type: CloudEvents, secretRef: {name: %s}}]\n".formatted(secret);
  }

  private void awaitNotifications(WebhookReceiver receiver) {
    scene.awaitReady("web", scene.source.tip("main"));
    await().atMost(OperatorStage.PATIENCE).until(() -> !receiver.messages().isEmpty());
    await()
        .atMost(OperatorStage.PATIENCE)
        .until(() -> stage.get("/metrics").contains("gitopsbinding_notifications_total"));
  }
}
