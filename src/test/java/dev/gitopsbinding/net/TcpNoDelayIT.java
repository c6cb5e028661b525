package dev.gitopsbinding.net;

import static dev.gitopsbinding.scenario.stage.OperatorStage.PATH;
import static dev.gitopsbinding.scenario.stage.OperatorStage.deploymentYaml;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.scenario.stage.OperatorStage;
import dev.gitopsbinding.scenario.stage.Scene;
import dev.gitopsbinding.testing.apiserver.ClassStage;
import dev.gitopsbinding.testing.git.GitRepository;
import dev.gitopsbinding.testing.git.HttpGitServer;
import dev.gitopsbinding.testing.net.OpenSockets;
import dev.gitopsbinding.training.TestCertificates;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * No connection of the operator uses Nagle's algorithm, by which a small packet waits for the
 * acknowledgement of the one before it: 40 ms and more if the receiver delays that. The kernel is
 * asked, because what the delay costs depends on the receiver.
 */
@EnabledOnOs(OS.LINUX)
class TcpNoDelayIT {
  private static final String IMAGE = OperatorStage.IMAGE + ":old";

  @RegisterExtension
  static final ClassStage<OperatorStage> STAGE = ClassStage.of(OperatorStage::start);

  private final OperatorStage stage = STAGE.get();

  @Test
  void connectionsBySshByHttpsAndToTheApiServerSendSmallPacketsAtOnce() {
    TestCertificates certificates = TestCertificates.create();
    try (HttpGitServer https = HttpGitServer.https(certificates.serverContext())) {
      // Given
      Scene scene = stage.scene();
      https.requireBasic("robot", "its password");
      GitRepository manifest = https.createRepository("deploy.git");
      manifest.commit("main", PATH, deploymentYaml(IMAGE));
      scene.opaqueSecret(
          "https",
          Map.of("gitopsbinding.dev/hosts", "127.0.0.1:" + https.port()),
          Map.of(
              "username", "robot",
              "password", "its password",
              "ca.crt", certificates.authorityPem()));

      // When
      scene.apply("web", scene.spec("manifest", https.url("deploy.git"), "https"));
      scene.awaitReady("web", scene.source.tip("main"));

      // Then
      assertThat(OpenSockets.noDelayTo(stage.git().port())).isNotEmpty().containsOnly(true);
      assertThat(OpenSockets.noDelayTo(https.port())).isNotEmpty().containsOnly(true);
      assertThat(OpenSockets.noDelayTo(stage.api().port())).isNotEmpty().containsOnly(true);
    }
  }
}
