package dev.gitopsbinding.scenario.credential;

import static dev.gitopsbinding.scenario.credential.CanaryStage.CERTIFICATES;
import static dev.gitopsbinding.scenario.stage.OperatorStage.IMAGE;
import static dev.gitopsbinding.scenario.stage.OperatorStage.PATH;
import static dev.gitopsbinding.scenario.stage.OperatorStage.deploymentYaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gitopsbinding.scenario.stage.OperatorStage;
import dev.gitopsbinding.scenario.stage.Scene;
import dev.gitopsbinding.testing.apiserver.ClassStage;
import dev.gitopsbinding.testing.forge.GitHubAppStandIn;
import dev.gitopsbinding.testing.git.GitRepository;
import dev.gitopsbinding.testing.git.HttpGitServer;
import dev.gitopsbinding.testing.git.LoginEchoFault;
import dev.gitopsbinding.testing.git.SshKeyFile;
import dev.gitopsbinding.testing.git.SshKeyFile.Form;
import dev.gitopsbinding.testing.git.SshKeyFile.Kind;
import dev.gitopsbinding.testing.secrets.CanaryScan;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Secrets for git in every field, faults that could bring them to light, and hosts that repeat what
 * they got: nothing of it is in a log line of any level, a status, an event, a metric or a commit.
 */
class SecretsStayHiddenIT {
  @RegisterExtension static final ClassStage<CanaryStage> STAGE = ClassStage.of(CanaryStage::new);

  private final CanaryScan scan = STAGE.get().scan;
  private final OperatorStage stage = STAGE.get().operator;
  @AutoClose private final CanaryScene hidden = new CanaryScene(STAGE.get());
  private final Scene scene = hidden.scene;
  private final HttpGitServer https = hidden.https;

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
    GitRepository manifest = hidden.manifestOverHttps();
    manifest.hook("pre-receive", "cat >/dev/null; echo 'Hello " + password + "' >&2");
    hidden.secret("https", SecretValues.login("robot", password, CERTIFICATES));

    // When
    scene.apply("web", hidden.overHttps("manifest", "deploy.git"));

    // Then
    scene.awaitReady("web", scene.source.tip("main"));
    scan.searchRepository(manifest);
  }

  @Test
  void aHookThatRepeatsThePassword() {
    // Given
    String password = scan.canary("password");
    https.requireBasic("robot", password);
    hidden
        .manifestOverHttps()
        .declinePushes("no pushes by " + SecretValues.basic("robot", password) + password);
    hidden.secret("https", SecretValues.login("robot", password, CERTIFICATES));

    // When
    scene.apply("web", hidden.overHttps("manifest", "deploy.git"));

    // Then
    assertThat(hidden.message("PushDeclined")).contains("no pushes by ***");
  }

  @Test
  void aWrongPassphrase() {
    SshKeyFile key = stage.git().authorizedKey(Kind.ED25519, Form.OPENSSH, scan.canary("right"));
    scan.hide("encrypted key", key.privateKey());
    scene.secret(
        "git", SecretValues.ssh(key.privateKey(), scan.canary("wrong"), stage.git().knownHosts()));

    scene.apply("web", scene.spec());

    assertThat(hidden.message("SecretInvalid")).contains("cannot be decrypted");
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
    hidden.secret("https", data);

    scene.apply("web", hidden.overHttps("source", "web.git"));

    scene.awaitReason("web", reason);
  }

  @Test
  void aSecretWhoseOwnerDoesNotConsent() {
    hidden.secret("https", SecretValues.login("robot", scan.canary("password"), CERTIFICATES));
    scene.apply("web", hidden.overHttps("source", "web.git").replace(":" + https.port(), ""));

    scene.awaitReason("web", "SecretNotConsented");
  }

  @ParameterizedTest
  @EnumSource
  void aServerThatRepeatsTheLogin(LoginEchoFault parrot) {
    https.fail(parrot);
    hidden.secret(
        "https",
        SecretValues.login(scan.canary("username"), scan.canary("password"), CERTIFICATES));

    scene.apply("web", hidden.overHttps("source", "web.git"));

    scene.awaitReason("web", parrot.reason());
    assertThat(https.requests()).allMatch(request -> request.authorization().isPresent());
  }

  @ParameterizedTest
  @EnumSource
  void aServerThatRepeatsTheToken(LoginEchoFault parrot) {
    https.fail(parrot);
    String token = scan.canary("token");
    hidden.secret("https", Map.of("bearerToken", token, "ca.crt", CERTIFICATES.authorityPem()));

    scene.apply("web", hidden.overHttps("source", "web.git"));

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
      hidden.secret("https", github.secret());

      // When
      scene.apply("web", hidden.overHttps("manifest", "acme/deploy.git"));

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
  void aServerThatRepeatsTheTokenOfAnApp(LoginEchoFault parrot) {
    try (GitHubAppStandIn github = GitHubAppStandIn.start(CERTIFICATES)) {
      https.fail(parrot);
      hidden.secret("https", github.secret());

      scene.apply("web", hidden.overHttps("source", "acme/web.git"));

      scene.awaitReason("web", parrot.reason());
      github.tokens().forEach(token -> scan.hide("token of an app", token));
      assertThat(github.tokens()).isNotEmpty();
    }
  }

  @Test
  void aUrlThatHoldsALoginIsRefusedByTheApiServer() {
    String url =
        https.url("web.git").replace("https://", "https://robot:" + scan.canary("URL") + "@");

    assertThatThrownBy(
            () -> scene.apply("web", scene.spec().replace(stage.git().url(scene.sourceName), url)))
        .hasMessageContaining("spec.source.url");
  }
}
