package dev.gitopsbinding.scenario.isolation;

import static dev.gitopsbinding.scenario.stage.OperatorStage.condition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.scenario.stage.OperatorStage;
import dev.gitopsbinding.scenario.stage.Scene;
import dev.gitopsbinding.testing.apiserver.ClassStage;
import dev.gitopsbinding.testing.git.HttpGitServer;
import dev.gitopsbinding.training.TestCertificates;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whoever may write bindings in a namespace, and nothing else, gets at nobody's Secrets. */
class TenantsIT {
  @RegisterExtension
  static final ClassStage<OperatorStage> STAGE = ClassStage.of(OperatorStage::start);

  private final OperatorStage stage = STAGE.get();

  @Test
  void aSecretOfAnotherNamespaceIsNotFound() {
    // Given
    Scene victim = stage.scene();
    Scene author = stage.scene();
    author.deleteSecret("git");

    // When
    author.apply("web", author.spec());

    // Then
    var status = author.awaitReason("web", "SecretNotFound");
    assertThat(condition(status, "Ready").message()).contains("Secret " + author.namespace + "/");

    // When
    victim.apply("web", victim.spec());

    // Then
    victim.awaitReady("web", victim.source.tip("main"));
  }

  @Test
  void aSecretOfTheNamespaceIsNotSentToTheAuthorsServer() {
    TestCertificates certificates = TestCertificates.create();
    try (HttpGitServer server = HttpGitServer.https(certificates.serverContext())) {
      // Given
      Scene scene = stage.scene();
      secret(scene, "without-consent", Map.of(), certificates);
      secret(
          scene,
          "for-another-host",
          Map.of("gitopsbinding.dev/hosts", "git.example.com,127.0.0.1"),
          certificates);

      // When
      scene.apply("without", readingFrom(scene, server, "without-consent"));
      scene.apply("other", readingFrom(scene, server, "for-another-host"));

      // Then
      scene.awaitReason("without", "SecretNotConsented");
      scene.awaitReason("other", "SecretNotConsented");
      assertThat(server.requests()).isEmpty();
    }
  }

  private static String readingFrom(Scene scene, HttpGitServer server, String secret) {
    return scene.spec("source", server.url("web.git"), secret).replace("deployment.yaml", secret);
  }

  private static void secret(
      Scene scene, String name, Map<String, String> annotations, TestCertificates certificates) {
    scene.opaqueSecret(
        name,
        annotations,
        Map.of(
            "username", "robot",
            "password", "not for you",
            "ca.crt", certificates.authorityPem()));
  }
}
