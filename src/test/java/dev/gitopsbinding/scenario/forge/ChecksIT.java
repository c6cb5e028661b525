package dev.gitopsbinding.scenario.forge;

import static dev.gitopsbinding.scenario.stage.OperatorStage.IMAGE;
import static dev.gitopsbinding.scenario.stage.OperatorStage.PATH;
import static dev.gitopsbinding.scenario.stage.OperatorStage.condition;
import static dev.gitopsbinding.scenario.stage.OperatorStage.deploymentYaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gitopsbinding.scenario.stage.OperatorStage;
import dev.gitopsbinding.scenario.stage.Scene;
import dev.gitopsbinding.testing.apiserver.ClassStage;
import dev.gitopsbinding.testing.forge.ForgeStandIn;
import dev.gitopsbinding.testing.git.GitRepository;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** No tag is written before the checks of its commit have passed; the forge is a stand-in. */
class ChecksIT {
  @RegisterExtension
  static final ClassStage<OperatorStage> STAGE = ClassStage.of(OperatorStage::start);

  @AutoClose private final ForgeStandIn forge = ForgeStandIn.start("forge-token");

  private final OperatorStage stage = STAGE.get();
  private final Scene scene = stage.scene();
  private final String name = "acme/app-" + UUID.randomUUID();
  private final GitRepository source = stage.git().createRepository(name + ".git");

  @Test
  void aTagWaitsForItsChecksIsHeldByAFailureAndWrittenAfterASuccessfulRun() {
    // Given
    String tip = source.commit("main", "README", "first");
    secret("forge-token", forge.host());

    // When
    scene.apply("web", spec(""));

    // Then
    var waiting = scene.awaitReason("web", "ChecksPending");
    assertThat(condition(waiting, "Reconciling").status()).isEqualTo("True");
    assertThat(condition(waiting, "Ready").message())
        .contains("source commit " + tip + " has no check yet", waiting.awaiting().since());
    assertThat(waiting.awaiting().reason()).isEqualTo("ChecksPending");
    assertThat(waiting.awaiting().awaited()).isEqualTo("checks of commit " + tip);

    // When
    forge.check(tip, "build", "in_progress");
    scene.await("web", status -> condition(status, "Ready").message().contains("build has not"));
    forge.check(tip, "build", "failure");

    // Then
    var held = scene.awaitReason("web", "ChecksFailed");
    assertThat(condition(held, "Stalled").status()).isEqualTo("True");
    assertThat(held.awaiting()).isNull();
    assertThat(condition(held, "Ready").message())
        .contains("Check build of source commit " + tip, "failure (https://" + forge.host());
    assertThat(scene.manifestCommits()).isOne();
    await()
        .untilAsserted(
            () ->
                assertThat(scene.events("web"))
                    .filteredOn(event -> event.getReason().equals("ChecksFailed"))
                    .singleElement()
                    .satisfies(event -> assertThat(event.getNote()).startsWith("On hold: Check")));

    // When
    forge.check(tip, "build", "success");

    // Then
    scene.awaitReady("web", tip);
    assertThat(scene.manifestText()).contains(IMAGE + ":" + tip);
    assertThat(forge.notModified()).as("a page that had not changed").isNotEmpty();
    assertThat(stage.get("/metrics"))
        .containsPattern(
            "gitopsbinding_forge_request_duration_seconds_count.host=\"[^\"]+\",provider=\"GitHub\",purpose=\"checks\",result=\"answered\".");
  }

  @Test
  void manyBindingsOfACommitShareOneRequest() {
    // Given
    String tip = source.commit("main", "README", "first");
    secret("forge-token", forge.host());
    forge.check(tip, "build", "success");
    forge.check(tip, "flaky", "failure");
    for (int i = 0; i < 10; i++) {
      scene.manifest.commit("main", "apps/" + i + ".yaml", deploymentYaml(IMAGE + ":old"));
    }

    // When
    for (int i = 0; i < 10; i++) {
      scene.apply("web" + i, spec(", names: [build]").replace(PATH, "apps/" + i + ".yaml"));
    }

    // Then
    for (int i = 0; i < 10; i++) {
      scene.awaitReady("web" + i, tip);
    }
    assertThat(forge.requestsFor(tip)).isOne();

    // When
    scene.request("web0", "again");

    // Then
    scene.await("web0", status -> "again".equals(status.lastHandledRequestedAt()));
    assertThat(forge.requestsFor(tip)).as("the tag is there already").isOne();
  }

  @Test
  void theTokensOwnerConsentsAndAWrongTokenIsReadAgain() {
    // Given
    String tip = source.commit("main", "README", "first");
    forge.check(tip, "build", "success");
    secret("wrong-token", "github.com");

    // When
    scene.apply("web", spec(""));

    // Then
    var refused = scene.awaitReason("web", "SecretNotConsented");
    assertThat(condition(refused, "Ready").message())
        .startsWith("spec.source.checks.secretRef: Secret " + scene.namespace + "/forge")
        .contains(forge.host());
    assertThat(forge.requests()).isEmpty();

    // When
    secret("wrong-token", forge.host());
    scene.request("web", "with consent");

    // Then
    var unavailable = scene.awaitReason("web", "ForgeUnavailable");
    assertThat(condition(unavailable, "Ready").message())
        .startsWith("spec.source.checks: ")
        .contains("does not accept the token")
        .doesNotContain("wrong-token");

    // When
    secret("forge-token", forge.host());

    // Then
    scene.awaitReady("web", tip);
  }

  private void secret(String token, String host) {
    scene.opaqueSecret(
        "forge",
        Map.of("gitopsbinding.dev/hosts", host),
        Map.of("bearerToken", token, "ca.crt", forge.authorityPem()));
  }

  private String spec(String more) {
    return scene
        .spec("source", stage.git().url(name + ".git"), "git")
        .replaceFirst(
            "(source: .*)}\n",
            "$1, checks: {provider: GitHub, apiURL: \"%s\", secretRef: {name: forge}%s}}\n"
                .formatted(forge.url(), more));
  }
}
