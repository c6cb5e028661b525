package dev.gitopsbinding.scenario.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.scenario.stage.OperatorStage;
import dev.gitopsbinding.scenario.stage.Scene;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.apiserver.ApiServer;
import dev.gitopsbinding.testing.apiserver.ApiServerExtension;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A Secret that is gone is not sent any more, over logins that are open still neither. */
@ExtendWith(ApiServerExtension.class)
class DeletedSecretIT {
  @Fault(value = "Secret deleted while it is held in memory and logged in with", holds = "I6")
  @Test
  void aSyncThatIsAskedForUsesNoSecretThatIsGone(ApiServer api) {
    try (OperatorStage stage = OperatorStage.start(api)) {
      // Given
      Scene scene = stage.scene();
      scene.apply("web", scene.spec().replace("interval: 10s", "interval: 5m"));
      scene.awaitReady("web", scene.source.tip("main"));
      int commands = stage.git().sessionPorts().size();

      // When
      scene.deleteSecret("git");
      scene.source.commit("main", "README", "next");
      scene.request("web", "now");

      // Then
      scene.awaitReason("web", "SecretNotFound");
      assertThat(stage.git().sessionPorts()).hasSize(commands);
      assertThat(scene.manifestText()).doesNotContain(scene.source.tip("main"));
    }
  }

  @Test
  void noSecretIsUsedForLongerThanItIsHeld(ApiServer api) {
    try (OperatorStage stage = OperatorStage.start(api, Map.of("GITOPSBINDING_SECRET_TTL", "2s"))) {
      // Given
      Scene scene = stage.scene();
      scene.apply("web", scene.spec());
      scene.awaitReady("web", scene.source.tip("main"));

      // When
      scene.deleteSecret("git");

      // Then
      scene.awaitReason("web", "SecretNotFound");
    }
  }
}
