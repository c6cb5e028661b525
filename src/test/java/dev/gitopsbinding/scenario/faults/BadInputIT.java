package dev.gitopsbinding.scenario.faults;

import static dev.gitopsbinding.scenario.stage.OperatorStage.IMAGE;
import static dev.gitopsbinding.scenario.stage.OperatorStage.PATH;
import static dev.gitopsbinding.scenario.stage.OperatorStage.condition;
import static dev.gitopsbinding.scenario.stage.OperatorStage.deploymentYaml;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.scenario.stage.OperatorStage;
import dev.gitopsbinding.scenario.stage.Scene;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.apiserver.ClassStage;
import dev.gitopsbinding.testing.git.GitRepository;
import dev.gitopsbinding.testing.git.HttpGitServer;
import dev.gitopsbinding.training.TestCertificates;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is wrong outside a binding shows with a reason of its own, writes nothing, touches no other
 * binding, and heals by itself once the cause is repaired.
 */
class BadInputIT {
  @RegisterExtension
  static final ClassStage<OperatorStage> STAGE = ClassStage.of(OperatorStage::start);

  private static Scene bystander;

  private final OperatorStage stage = STAGE.get();

  @BeforeAll
  static void start() {
    bystander = STAGE.get().scene();
    bystander.apply("bystander", bystander.spec().replace("interval: 10s", "interval: 1h"));
    bystander.awaitReady("bystander", bystander.source.tip("main"));
  }

  @Fault(
      value = "bad input",
      holds = {"I2", "I6"})
  @Execution(ExecutionMode.CONCURRENT)
  @ParameterizedTest
  @MethodSource("dev.gitopsbinding.scenario.faults.BadInput#all")
  void showsItsReasonWritesNothingAndHeals(BadInput input) {
    // Given
    Scene scene = stage.scene();
    input.fault().accept(scene);
    String before = scene.manifest.tip("main");
    String others = bystander.manifest.tip("main");

    // When
    scene.apply("web", scene.spec());

    // Then
    GitOpsBindingStatus status = scene.awaitReason("web", input.reason());
    assertThat(condition(status, "Ready").status()).isEqualTo("False");
    assertThat(condition(status, "Ready").message()).contains(input.says());
    assertThat(condition(status, "Reconciling").status()).isEqualTo("True");
    assertThat(scene.manifest.tip("main")).isEqualTo(before);

    // When
    input.repair().accept(scene);

    // Then
    scene.awaitReady("web", scene.source.tip("main"));
    assertThat(scene.manifestText()).contains(IMAGE + ":" + scene.source.tip("main"));
    assertThat(bystander.manifest.tip("main")).isEqualTo(others);
    assertThat(condition(bystander.status("bystander"), "Ready").status()).isEqualTo("True");
  }

  @Fault(
      value = "wrong password over https",
      holds = {"I2", "I7"})
  @Execution(ExecutionMode.CONCURRENT)
  @Test
  void aWrongPasswordOverHttpsHealsToo() {
    // Given
    var certificates = TestCertificates.create();
    try (var https = HttpGitServer.https(certificates.serverContext())) {
      https.requireBasic("robot", "right");
      Scene scene = stage.scene();
      GitRepository manifest = https.createRepository("deploy.git");
      manifest.commit("main", PATH, deploymentYaml(IMAGE + ":old"));
      httpsSecret(scene, "wrong", https.port(), certificates);

      // When
      scene.apply("web", scene.spec("manifest", https.url("deploy.git"), "https"));

      // Then
      GitOpsBindingStatus status = scene.awaitReason("web", "AuthenticationFailed");
      assertThat(condition(status, "Ready").message()).doesNotContain("wrong");

      // When
      httpsSecret(scene, "right", https.port(), certificates);

      // Then
      scene.awaitReady("web", scene.source.tip("main"));
      assertThat(manifest.text("main", PATH)).contains(scene.source.tip("main"));
    }
  }

  private static void httpsSecret(
      Scene scene, String password, int port, TestCertificates certificates) {
    scene.opaqueSecret(
        "https",
        Map.of("gitopsbinding.dev/hosts", "127.0.0.1:" + port),
        Map.of("username", "robot", "password", password, "ca.crt", certificates.authorityPem()));
  }
}
