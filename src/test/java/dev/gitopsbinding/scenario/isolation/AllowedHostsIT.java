package dev.gitopsbinding.scenario.isolation;

import static dev.gitopsbinding.scenario.stage.OperatorStage.condition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.scenario.stage.OperatorStage;
import dev.gitopsbinding.scenario.stage.Scene;
import dev.gitopsbinding.testing.apiserver.ClassStage;
import dev.gitopsbinding.testing.net.TestNames;
import java.net.InetAddress;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An operator whose owner named the hosts that bindings may use. */
class AllowedHostsIT {
  @RegisterExtension
  static final ClassStage<OperatorStage> STAGE =
      ClassStage.of(
          api ->
              OperatorStage.start(
                  api, git -> Map.of("GITOPSBINDING_ALLOWED_HOSTS", "127.0.0.1:" + git.port())));

  private final OperatorStage stage = STAGE.get();

  @ParameterizedTest
  @CsvSource({
    "source, ssh://git@",
    "source, https://",
    "manifest, ssh://git@",
    "manifest, https://"
  })
  void anotherHostIsRefusedBeforeItIsLookedUpAndBeforeASecretIsRead(String part, String scheme) {
    // Given
    Scene scene = stage.scene();
    String host = TestNames.leadingTo(InetAddress.ofLiteral("127.0.0.1"));
    String before = scene.manifest.tip("main");

    // When
    scene.apply("web", elsewhere(scene.spec(), part, scheme + host + ":8443/web.git"));

    // Then
    GitOpsBindingStatus status = scene.awaitReason("web", "HostNotAllowed");
    assertThat(condition(status, "Stalled").status()).isEqualTo("True");
    assertThat(condition(status, "Ready").message())
        .contains("Host " + host + ":8443", "GITOPSBINDING_ALLOWED_HOSTS");
    assertThat(TestNames.lookUps(host)).isZero();
    assertThat(scene.manifest.tip("main")).isEqualTo(before);

    // When
    scene.apply("web", scene.spec());

    // Then
    scene.awaitReady("web", scene.source.tip("main"));
  }

  /** The Secret that is named does not exist, which would show if it were looked for. */
  private static String elsewhere(String spec, String part, String url) {
    return spec.replaceFirst(
        "(?s)(" + part + ":.*?url: )\"[^\"]*\"(.*?secretRef: )\\{name: git}",
        "$1\"" + url + "\"$2{name: none}");
  }
}
