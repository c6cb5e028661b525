package dev.gitopsbinding.scenario.image;

import static dev.gitopsbinding.scenario.stage.OperatorStage.IMAGE;
import static dev.gitopsbinding.scenario.stage.OperatorStage.PATH;
import static dev.gitopsbinding.scenario.stage.OperatorStage.condition;
import static dev.gitopsbinding.scenario.stage.OperatorStage.deploymentYaml;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gitopsbinding.scenario.stage.OperatorStage;
import dev.gitopsbinding.scenario.stage.Scene;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.apiserver.ClassStage;
import dev.gitopsbinding.testing.net.SilentServer;
import dev.gitopsbinding.testing.registry.RegistryServer;
import dev.gitopsbinding.testing.registry.TokenServer;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** No tag is written before a real registry has its image. */
class ImageCheckIT {
  private static final String REPOSITORY = "acme/web";

  /**
   * A look every 5 s, and what a push takes on a busy machine. Without these looks it would be the
   * interval, 10 s.
   */
  private static final Duration SOON = Duration.ofSeconds(8);

  @RegisterExtension
  static final ClassStage<OperatorStage> STAGE = ClassStage.of(OperatorStage::start);

  private final OperatorStage stage = STAGE.get();
  private final Scene scene = stage.scene();

  @Test
  void aTagIsWrittenSoonAfterItsImageIsThere() {
    try (RegistryServer registry = RegistryServer.anonymous()) {
      // Given
      useAuthorityOf(registry.authorityPem());
      holdImageOf(registry.host());
      String tip = scene.source.tip("main");

      // When
      scene.apply("web", spec(registry.host(), ""));

      // Then
      var status = scene.awaitReason("web", "ImageNotFound");
      assertThat(condition(status, "Ready").status()).isEqualTo("False");
      assertThat(condition(status, "Reconciling").status()).isEqualTo("True");
      assertThat(condition(status, "Ready").message())
          .contains(registry.host(), REPOSITORY, tip, status.awaiting().since());
      assertThat(Instant.parse(status.nextAttempt().time()))
          .isAfterOrEqualTo(Instant.parse(status.awaiting().since()));
      assertThat(scene.manifestCommits()).isEqualTo(2);

      // When
      String newer = scene.source.commit("main", "README", "second");
      scene.request("web", "now");
      scene.await("web", found -> found.awaiting().image().endsWith(newer));
      registry.push(REPOSITORY, tip);
      registry.push(REPOSITORY, newer);
      Instant pushed = Instant.now();

      // Then
      await()
          .atMost(OperatorStage.PATIENCE)
          .pollInterval(Duration.ofMillis(50))
          .until(() -> scene.manifestText().contains(newer));
      assertThat(Duration.between(pushed, Instant.now())).isLessThan(SOON);
      assertThat(scene.awaitReady("web", newer).awaiting()).isNull();
      assertThat(scene.manifestCommits()).isEqualTo(3);
      await()
          .atMost(OperatorStage.PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(stage.get("/metrics"))
                      .contains(
                          "gitopsbinding_image_wait_duration_seconds_count 1",
                          "gitopsbinding_registry_request_duration_seconds_count{host=\"%s\",result=\"missing\"}"
                              .formatted(registry.host())));
      assertThat(requests(registry, newer)).as("asked once more after it was there").isNotZero();
    }
  }

  @Test
  void aTagThatIsThereAlreadyAsksNoRegistry() {
    try (RegistryServer registry = RegistryServer.anonymous()) {
      // Given
      useAuthorityOf(registry.authorityPem());
      String tip = scene.source.tip("main");
      scene.manifest.commit(
          "main", PATH, deploymentYaml(registry.host() + "/" + REPOSITORY + ":" + tip));

      // When
      scene.apply("web", spec(registry.host(), ""));

      // Then
      scene.awaitReady("web", tip);
      assertThat(requests(registry, tip)).isZero();
    }
  }

  @Test
  void theTargetsOwnPullSecretsLogIn() {
    try (RegistryServer registry = RegistryServer.basic("robot", "pull-me")) {
      // Given
      useAuthorityOf(registry.authorityPem());
      holdImageOf(registry.host());
      String tip = scene.source.tip("main");
      registry.push(REPOSITORY, tip);
      deploy("pull");

      // When
      scene.apply("web", spec(registry.host(), ""));

      // Then
      var status = scene.awaitReason("web", "RegistryUnavailable");
      assertThat(condition(status, "Ready").message())
          .startsWith("spec.image.name: ")
          .contains(registry.host(), "there is no Secret " + scene.namespace + "/pull")
          .doesNotContain("pull-me");

      // When
      pullSecret("pull", registry.host(), "robot", "wrong");
      scene.request("web", "with a wrong password");
      scene.awaitReason("web", "RegistryUnavailable");
      pullSecret("pull", registry.host(), "robot", "pull-me");
      scene.request("web", "with the right one");

      // Then
      scene.awaitReady("web", tip);
    }
  }

  @Test
  void aSecretThatIsNamedAndOfNoUseIsTold() {
    try (RegistryServer registry = RegistryServer.basic("robot", "pull-me")) {
      // Given
      scene.secret("registry-ca", "Opaque", Map.of("ca.crt", "no certificate"));
      holdImageOf(registry.host());
      String tip = scene.source.tip("main");
      registry.push(REPOSITORY, tip);
      pullSecret("login", "elsewhere.test", "robot", "pull-me");

      // When
      scene.apply("web", spec(registry.host(), ", secretRef: {name: login}"));

      // Then
      var status = scene.awaitReason("web", "SecretInvalid");
      assertThat(condition(status, "Ready").message())
          .contains("Secret login", "has no login for " + registry.host() + "/" + REPOSITORY);

      // When
      pullSecret("login", registry.host(), "robot", "pull-me");

      // Then
      scene.await(
          "web", found -> condition(found, "Ready").message().contains("key 'ca.crt' of Secret"));

      // When
      useAuthorityOf(registry.authorityPem());

      // Then
      scene.awaitReady("web", tip);
    }
  }

  @Test
  void aSecretOfTheBindingsOwnLogsInAtATokenServer() {
    try (TokenServer tokens = TokenServer.start();
        RegistryServer registry = RegistryServer.token(tokens)) {
      // Given
      tokens.addUser("robot", "pull-me", REPOSITORY);
      useAuthorityOf(registry.authorityPem());
      holdImageOf(registry.host());
      String tip = scene.source.tip("main");
      registry.push(REPOSITORY, tip);
      pullSecret("login", registry.host(), "robot", "pull-me");

      // When
      scene.apply("web", spec(registry.host(), ", secretRef: {name: login}"));

      // Then
      scene.awaitReady("web", tip);
      assertThat(tokens.requests()).isNotEmpty();
    }
  }

  @Fault(
      value = "registry stopped, and started again",
      holds = {"I2", "I6"})
  @Test
  void aRegistryThatIsDownWritesNothingAndHeals() {
    try (RegistryServer registry = RegistryServer.anonymous()) {
      // Given
      useAuthorityOf(registry.authorityPem());
      holdImageOf(registry.host());
      String tip = scene.source.tip("main");
      registry.push(REPOSITORY, tip);
      registry.stop();

      // When
      scene.apply("web", spec(registry.host(), ""));

      // Then
      scene.awaitReason("web", "RegistryUnavailable");
      assertThat(scene.manifestCommits()).isEqualTo(2);

      // When
      registry.startAgain();

      // Then
      scene.awaitReady("web", tip);
    }
  }

  @Fault(value = "registry that says nothing", holds = "I6")
  @Test
  void aRegistryThatHangsHoldsUpNoOther() {
    try (RegistryServer registry = RegistryServer.anonymous();
        SilentServer silent = SilentServer.start()) {
      // Given
      useAuthorityOf(registry.authorityPem());
      holdImageOf(registry.host());
      String tip = scene.source.tip("main");
      registry.push(REPOSITORY, tip);
      String host = "127.0.0.1:" + silent.port();
      for (int i = 0; i < 12; i++) {
        String path = "hanging/" + i + ".yaml";
        scene.manifest.commit("main", path, deploymentYaml(host + "/" + REPOSITORY + ":old"));
        scene.apply("hanging" + i, spec(host, "").replace(PATH, path));
      }
      await().atMost(OperatorStage.PATIENCE).until(() -> silent.connections() > 0);

      // When
      Instant start = Instant.now();
      scene.apply("web", spec(registry.host(), ""));
      scene.awaitReady("web", tip);

      // Then
      assertThat(Duration.between(start, Instant.now())).isLessThan(SOON);
      scene.awaitReason("hanging0", "RegistryUnavailable");
    }
  }

  private long requests(RegistryServer registry, String tag) {
    return registry.requests().stream().filter(request -> request.path().endsWith(tag)).count();
  }

  private void holdImageOf(String host) {
    scene.manifest.commit("main", PATH, deploymentYaml(host + "/" + REPOSITORY + ":old"));
  }

  private String spec(String host, String check) {
    return scene
        .spec()
        .replace(
            "image: {name: %s, check: {mode: Skip}}".formatted(IMAGE),
            "image: {name: \"%s/%s\", check: {caSecretRef: {name: registry-ca}%s}}"
                .formatted(host, REPOSITORY, check));
  }

  private void useAuthorityOf(String pem) {
    scene.secret("registry-ca", "Opaque", Map.of("ca.crt", pem));
  }

  private void pullSecret(String name, String host, String user, String password) {
    String login = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
    scene.secret(
        name,
        "kubernetes.io/dockerconfigjson",
        Map.of(
            ".dockerconfigjson", "{\"auths\":{\"%s\":{\"auth\":\"%s\"}}}".formatted(host, login)));
  }

  private void deploy(String pullSecret) {
    String yaml =
        deploymentYaml(IMAGE + ":old")
            .replace(
                "      containers:",
                "      imagePullSecrets: [{name: " + pullSecret + "}]\n      containers:");
    stage.api().admin().resource(yaml).inNamespace(scene.namespace).create();
  }
}
