package dev.gitopsbinding.scenario;

import static dev.gitopsbinding.scenario.OperatorStage.IMAGE;
import static dev.gitopsbinding.scenario.OperatorStage.PATH;
import static dev.gitopsbinding.scenario.OperatorStage.condition;
import static dev.gitopsbinding.scenario.OperatorStage.deploymentYaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gitopsbinding.testing.ApiServer;
import dev.gitopsbinding.testing.ApiServerExtension;
import dev.gitopsbinding.testing.CanaryScan;
import dev.gitopsbinding.testing.ConnectProxy;
import dev.gitopsbinding.testing.ForgeStandIn;
import dev.gitopsbinding.testing.GitHubAppStandIn;
import dev.gitopsbinding.testing.GitRepository;
import dev.gitopsbinding.testing.HttpGitServer;
import dev.gitopsbinding.testing.Parrot;
import dev.gitopsbinding.testing.SshKeyFile;
import dev.gitopsbinding.testing.SshKeyFile.Form;
import dev.gitopsbinding.testing.SshKeyFile.Kind;
import dev.gitopsbinding.testing.WebhookReceiver;
import dev.gitopsbinding.training.TestCertificates;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Secrets in every field, faults that could bring them to light, and hosts that repeat what they
 * got: nothing of it is in a log line of any level, a status, an event, a metric or a commit.
 */
@ExtendWith(ApiServerExtension.class)
class SecretsStayHiddenIT {
  private static final TestCertificates CERTIFICATES = TestCertificates.create();

  private static CanaryScan scan;
  private static ConnectProxy proxy;
  private static OperatorStage stage;

  private Scene scene;
  private HttpGitServer https;

  @BeforeAll
  static void start(ApiServer api) {
    scan = CanaryScan.start();
    proxy = ConnectProxy.start();
    proxy.refuseAndRepeat();
    String login = "robot:" + scan.canary("proxy password") + "@";
    stage =
        OperatorStage.start(
            api,
            Map.of(
                "HTTPS_PROXY",
                proxy.url().replace("http://", "http://" + login),
                "NO_PROXY",
                "127.0.0.1"));
    scan.hideKey("private key", stage.git().privateKey());
  }

  @AfterAll
  static void stop() {
    stage.close();
    proxy.close();
    scan.searchLogs();
    scan.close();
    assertThat(scan.takeFindings()).isEmpty();
  }

  @BeforeEach
  void setScene() {
    scene = stage.scene();
    https = HttpGitServer.https(CERTIFICATES.serverContext());
    https.createRepository("web.git").commit("main", "README", "first");
  }

  @AfterEach
  void search() {
    https.close();
    scan.searchCluster(stage.api().admin());
    scan.search("metrics", stage.get("/metrics"));
    scan.search("states", stage.get("/status"));
    scan.searchRepository(scene.source);
    scan.searchRepository(scene.manifest);
    scan.searchLogs();
    assertThat(scan.takeFindings()).isEmpty();
  }

  @Test
  void theKeyAndPassphraseOfASyncThatLands() {
    // Given
    String passphrase = scan.canary("passphrase");
    SshKeyFile key = stage.git().authorizedKey(Kind.ED25519, Form.OPENSSH, passphrase);
    scan.hide("encrypted key", key.privateKey());
    scene.secret("git", SecretValues.ssh(key.privateKey(), passphrase, stage.git().knownHosts()));

    // When
    scene.apply("web", scene.spec());

    // Then
    scene.awaitReady("web", scene.source.tip("main"));
  }

  @Test
  void theLoginOfASyncThatLandsThoughTheServerRepeatsIt() {
    // Given
    String password = scan.canary("password");
    https.requireBasic("robot", password);
    GitRepository manifest = manifestOverHttps();
    manifest.hook("pre-receive", "cat >/dev/null; echo 'Hello " + password + "' >&2");
    secret("https", SecretValues.login("robot", password, CERTIFICATES));

    // When
    scene.apply("web", overHttps("manifest", "deploy.git"));

    // Then
    scene.awaitReady("web", scene.source.tip("main"));
    scan.searchRepository(manifest);
  }

  @Test
  void aHookThatRepeatsThePassword() {
    // Given
    String password = scan.canary("password");
    https.requireBasic("robot", password);
    manifestOverHttps()
        .declinePushes("no pushes by " + SecretValues.basic("robot", password) + password);
    secret("https", SecretValues.login("robot", password, CERTIFICATES));

    // When
    scene.apply("web", overHttps("manifest", "deploy.git"));

    // Then
    assertThat(message("PushDeclined")).contains("no pushes by ***");
  }

  @Test
  void aWrongPassphrase() {
    SshKeyFile key = stage.git().authorizedKey(Kind.ED25519, Form.OPENSSH, scan.canary("right"));
    scan.hide("encrypted key", key.privateKey());
    scene.secret(
        "git", SecretValues.ssh(key.privateKey(), scan.canary("wrong"), stage.git().knownHosts()));

    scene.apply("web", scene.spec());

    assertThat(message("SecretInvalid")).contains("cannot be decrypted");
  }

  @Test
  void aKeyThatMayNotLogIn() {
    String key = stage.git().unauthorizedKey(Kind.ED25519, Form.OPENSSH, "").privateKey();
    scan.hideKey("another key", key);
    scene.createSecret("git", key, stage.git().knownHosts());

    scene.apply("web", scene.spec());

    scene.awaitReason("web", "AuthenticationFailed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%s",
        "-----BEGIN OPENSSH PRIVATE KEY-----\n%s\n-----END OPENSSH PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----",
        "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,%s\n\n%<s\n-----END RSA PRIVATE KEY-----",
        "-----BEGIN EC PRIVATE KEY-----\n%s",
        "-----BEGIN %s PRIVATE KEY-----\nAAAA\n-----END %<s PRIVATE KEY-----",
        "PuTTY-User-Key-File-2: ssh-ed25519\nEncryption: %s\nComment: %<s\nPrivate-Lines: 1\n%<s\n"
      })
  void aMalformedKey(String form) {
    scene.secret(
        "git",
        SecretValues.ssh(
            form.formatted(scan.canary("malformed key")),
            scan.canary("passphrase"),
            stage.git().knownHosts()));

    scene.apply("web", scene.spec());

    scene.awaitReason("web", "SecretInvalid");
  }

  @ParameterizedTest
  @CsvSource({
    "%s, SecretInvalid",
    "%s %<s %<s, HostKeyUnknown",
    "[127.0.0.1]:22 ssh-ed25519 %s, SecretInvalid",
    "|1|%s|%<s ssh-ed25519 AAAA, SecretInvalid",
    "@%s 127.0.0.1 ssh-ed25519 AAAA, SecretInvalid",
    "# %s, HostKeyUnknown"
  })
  void oddKnownHosts(String line, String reason) {
    scene.createSecret(
        "git", stage.git().privateKey(), line.formatted(scan.canary("known_hosts")) + "\n");

    scene.apply("web", scene.spec());

    scene.awaitReason("web", reason);
  }

  @ParameterizedTest
  @CsvSource({"ca.crt, SecretInvalid", "username, SecretKeyMissing", "bearerToken, SecretInvalid"})
  void aFieldThatCannotBeUsed(String field, String reason) {
    String line = field.equals("bearerToken") ? "\r\n%s" : "%s";
    Map<String, String> data = new HashMap<>(Map.of(field, line.formatted(scan.canary(field))));
    data.putIfAbsent("ca.crt", CERTIFICATES.authorityPem());
    secret("https", data);

    scene.apply("web", overHttps("source", "web.git"));

    scene.awaitReason("web", reason);
  }

  @Test
  void aSecretWhoseOwnerDoesNotConsent() {
    secret("https", SecretValues.login("robot", scan.canary("password"), CERTIFICATES));
    scene.apply("web", overHttps("source", "web.git").replace(":" + https.port(), ""));

    scene.awaitReason("web", "SecretNotConsented");
  }

  @ParameterizedTest
  @EnumSource
  void aServerThatRepeatsTheLogin(Parrot parrot) {
    https.fail(parrot);
    secret(
        "https",
        SecretValues.login(scan.canary("username"), scan.canary("password"), CERTIFICATES));

    scene.apply("web", overHttps("source", "web.git"));

    scene.awaitReason("web", parrot.reason());
    assertThat(https.requests()).allMatch(request -> request.authorization().isPresent());
  }

  @ParameterizedTest
  @EnumSource
  void aServerThatRepeatsTheToken(Parrot parrot) {
    https.fail(parrot);
    String token = scan.canary("token");
    secret("https", Map.of("bearerToken", token, "ca.crt", CERTIFICATES.authorityPem()));

    scene.apply("web", overHttps("source", "web.git"));

    scene.awaitReason("web", parrot.reason());
  }

  @Test
  void theKeyAndTheTokensOfAnApp() {
    try (GitHubAppStandIn github = GitHubAppStandIn.start(CERTIFICATES)) {
      // Given
      scan.hide("key of an app", GitHubAppStandIn.key());
      GitRepository manifest = https.createRepository("acme/deploy.git");
      manifest.commit("main", PATH, deploymentYaml(IMAGE + ":old"));
      https.requireLogin(github::isGitLogin);
      manifest.hook("pre-receive", "cat >/dev/null; env >&2");
      secret("https", github.secret());

      // When
      scene.apply("web", overHttps("manifest", "acme/deploy.git"));

      // Then
      scene.awaitReady("web", scene.source.tip("main"));
      github.tokens().forEach(token -> scan.hide("token of an app", token));
      github.logins().forEach(login -> scan.hide("login of an app", login.substring(7)));
      assertThat(github.tokens()).hasSize(1);
      scan.searchRepository(manifest);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aServerThatRepeatsTheTokenOfAnApp(Parrot parrot) {
    try (GitHubAppStandIn github = GitHubAppStandIn.start(CERTIFICATES)) {
      https.fail(parrot);
      secret("https", github.secret());

      scene.apply("web", overHttps("source", "acme/web.git"));

      scene.awaitReason("web", parrot.reason());
      github.tokens().forEach(token -> scan.hide("token of an app", token));
      assertThat(github.tokens()).isNotEmpty();
    }
  }

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

      assertThat(message("ForgeUnavailable")).contains("sent an answer that ");
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

      assertThat(message("ChecksFailed")).startsWith("Check *** of source commit");
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
    secret(
        "https",
        SecretValues.login(scan.canary("username"), scan.canary("password"), CERTIFICATES));
    scene.apply(
        "web", overHttps("source", "web.git").replace("https://127.0.0.1", "https://localhost"));

    assertThat(message("RemoteError")).contains("407");
    assertThat(proxy.requests()).anyMatch(request -> request.contains("Proxy-Authorization"));
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

  @Test
  void aUrlThatHoldsALoginIsRefusedByTheApiServer() {
    String url =
        https.url("web.git").replace("https://", "https://robot:" + scan.canary("URL") + "@");

    assertThatThrownBy(
            () -> scene.apply("web", scene.spec().replace(stage.git().url(scene.sourceName), url)))
        .hasMessageContaining("spec.source.url");
  }

  private String message(String reason) {
    return condition(scene.awaitReason("web", reason), "Ready").message();
  }

  private GitRepository manifestOverHttps() {
    GitRepository manifest = https.createRepository("deploy.git");
    manifest.commit("main", PATH, deploymentYaml(IMAGE + ":old"));
    return manifest;
  }

  private String overHttps(String part, String repository) {
    return scene.spec(part, https.url(repository), "https");
  }

  private void secret(String name, Map<String, String> data) {
    String hosts = "127.0.0.1:%d,localhost:%<d".formatted(https.port());
    scene.opaqueSecret(name, Map.of("gitopsbinding.dev/hosts", hosts), data);
  }
}
