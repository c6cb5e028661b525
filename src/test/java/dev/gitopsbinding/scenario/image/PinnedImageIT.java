package dev.gitopsbinding.scenario.image;

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
import dev.gitopsbinding.testing.registry.RegistryServer;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The digest that a real registry has for a tag is written beside it, and goes back with it. */
class PinnedImageIT {
  private static final String REPOSITORY = "acme/web";

  @RegisterExtension
  static final ClassStage<OperatorStage> STAGE = ClassStage.of(OperatorStage::start);

  @AutoClose private final RegistryServer registry = RegistryServer.anonymous();
  private final Scene scene = STAGE.get().scene();
  private final String image = registry.host() + "/" + REPOSITORY;

  @Fault(value = "a rollout that fails while the registry is down", holds = "I10")
  @Test
  void theDigestOfTheRegistryIsWrittenAndGoesBackWithItsTag() {
    // Given
    scene.secret("registry-ca", "Opaque", Map.of("ca.crt", registry.authorityPem()));
    scene.manifest.commit("main", PATH, deploymentYaml(image + ":old"));
    String good = scene.source.tip("main");
    String ran = image + ":" + good + "@" + registry.push(REPOSITORY, good);

    // When
    scene.apply("web", spec("Digest"));

    // Then
    assertThat(scene.awaitReady("web", good).manifest().image()).isEqualTo(ran);
    assertThat(scene.manifestText()).isEqualTo(deploymentYaml(ran));
    assertThat(registry.requests()).noneMatch(request -> request.method().equals("GET"));

    // When: the target has the tag without the digest
    scene.apply(deploymentYaml(image + ":" + good));
    scene.await("web", now -> "AwaitingApply".equals(condition(now, "RolledOut").reason()));
    scene.rollOut(true);

    // Then
    scene.await("web", now -> "True".equals(condition(now, "RolledOut").status()));

    // Given
    String bad = scene.source.commit("main", "README", "bad");
    String fails = image + ":" + bad + "@" + registry.push(REPOSITORY, bad);
    scene.request("web", "now");
    assertThat(scene.awaitReady("web", bad).manifest().image()).isEqualTo(fails);
    assertThat(scene.manifestText()).isEqualTo(deploymentYaml(fails));

    // When
    registry.stop();
    scene.rollOut(false);

    // Then
    GitOpsBindingStatus held = scene.awaitReason("web", "RolledBack");
    assertThat(held.manifest().image()).isEqualTo(ran);
    assertThat(scene.manifestText()).isEqualTo(deploymentYaml(ran));

    // When
    scene.apply("web", spec("Tag"));

    // Then
    GitOpsBindingStatus refused = scene.awaitReason("web", "ImageHasDigest");
    assertThat(condition(refused, "Ready").message()).contains("Set spec.image.pin to Digest");
    assertThat(scene.manifestText()).isEqualTo(deploymentYaml(ran));
  }

  private String spec(String pin) {
    return scene
            .spec()
            .replace(
                "image: {name: %s, check: {mode: Skip}}".formatted(IMAGE),
                "image: {name: \"%s\", pin: %s, check: {caSecretRef: {name: registry-ca}}}"
                    .formatted(image, pin))
        + "rollback: {mode: OnFailedRollout}\n";
  }
}
