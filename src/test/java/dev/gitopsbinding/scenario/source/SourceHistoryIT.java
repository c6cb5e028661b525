package dev.gitopsbinding.scenario.source;

import static dev.gitopsbinding.scenario.stage.OperatorStage.IMAGE;
import static dev.gitopsbinding.scenario.stage.OperatorStage.PATH;
import static dev.gitopsbinding.scenario.stage.OperatorStage.condition;
import static dev.gitopsbinding.scenario.stage.OperatorStage.deploymentYaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.scenario.stage.OperatorStage;
import dev.gitopsbinding.scenario.stage.Scene;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.apiserver.ClassStage;
import dev.gitopsbinding.testing.registry.RegistryServer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The history of the source branch decides what is deployed. */
@Execution(ExecutionMode.CONCURRENT)
class SourceHistoryIT {
  @RegisterExtension
  static final ClassStage<OperatorStage> STAGE = ClassStage.of(OperatorStage::start);

  private static final String REPOSITORY = "acme/web";
  private static final Duration INTERVAL = Duration.ofMinutes(1);

  @AutoClose private final RegistryServer registry = RegistryServer.anonymous();
  private final OperatorStage stage = STAGE.get();
  private final Scene scene = stage.scene();
  private final String image = registry.host() + "/" + REPOSITORY;

  @BeforeEach
  void trustTheRegistry() {
    scene.secret("registry-ca", "Opaque", Map.of("ca.crt", registry.authorityPem()));
  }

  @ParameterizedTest(name = "filters: {0}")
  @ValueSource(booleans = {true, false})
  void aBranchThatMovesFasterThanItsBuildsLandsTheNewestBuiltCommit(boolean filters) {
    // Given
    scene.source.git("config", "uploadpack.allowFilter", String.valueOf(filters));
    deployed(scene.source.tip("main"));
    int before = scene.manifestCommits();
    String[] commits = commits(10);
    for (int built = 1; built < commits.length; built += 3) {
      registry.push(REPOSITORY, commits[built]);
    }

    // When
    scene.apply("web", spec());

    // Then
    GitOpsBindingStatus landed = awaitDeployed(commits[7]);
    assertThat(landed.source().commit()).isEqualTo(commits[9]);
    assertThat(condition(landed, "Ready").status()).isEqualTo("True");
    assertThat(condition(landed, "Ready").message())
        .contains("The 2 newer source commits have no image yet.");
    assertThat(condition(landed, "RolledOut").message()).contains("not tag " + commits[7]);
    assertThat(scene.manifest.log("main", "%B").getFirst()).contains(commits[7]);

    // When
    Instant built = Instant.now();
    registry.push(REPOSITORY, commits[9]);

    // Then
    awaitDeployed(commits[9]);
    assertThat(Duration.between(built, Instant.now())).isLessThan(INTERVAL);
    assertThat(scene.manifestCommits()).as("none for a commit that is older").isEqualTo(before + 2);

    // When: nothing is built for a change of the documentation
    String docs = scene.source.commit("main", "README", "documentation");
    scene.request("web", "docs");

    // Then
    GitOpsBindingStatus kept = scene.awaitReady("web", docs);
    assertThat(condition(kept, "Ready").message())
        .contains("holds tag " + commits[9], "The newer source commit has no image yet.");
    assertThat(kept.awaiting()).isNull();
  }

  @Fault(value = "source branch rewritten by a force-push", holds = "I2")
  @Test
  void aForcePushedBranchIsHeldUntilADescendantComes() {
    // Given
    String base = scene.source.tip("main");
    String deployed = scene.source.commit("main", "README", "deployed");
    scene.apply("web", scene.spec().replaceFirst("(source: .*)}\n", "$1, rewind: Hold}\n"));
    scene.awaitReady("web", deployed);

    // When
    scene.source.git("update-ref", "refs/heads/main", base);
    String other = scene.source.commit("main", "README", "other");

    // Then
    GitOpsBindingStatus held = scene.awaitReason("web", "SourceRewound");
    assertThat(condition(held, "Stalled").status()).isEqualTo("True");
    assertThat(condition(held, "Ready").message())
        .contains(
            "source commit " + other + " does not descend from " + deployed,
            "the newest commit that both descend from is " + base);
    assertThat(scene.manifestText()).contains(IMAGE + ":" + deployed);
    await()
        .untilAsserted(
            () ->
                assertThat(scene.events("web"))
                    .filteredOn(event -> event.getReason().equals("SourceRewound"))
                    .singleElement()
                    .satisfies(
                        event -> assertThat(event.getNote()).startsWith("On hold: source commit")));

    // When
    String tree = scene.source.git("rev-parse", other + "^{tree}");
    String merge =
        scene.source.git("commit-tree", tree, "-p", other, "-p", deployed, "-m", "Merge");
    scene.source.git("update-ref", "refs/heads/main", merge);

    // Then
    scene.awaitReady("web", merge);
    assertThat(scene.manifestText()).contains(IMAGE + ":" + merge);
  }

  private void deployed(String commit) {
    String yaml = deploymentYaml(image + ":" + commit);
    scene.manifest.commit("main", PATH, yaml);
    scene.apply(yaml);
  }

  private String[] commits(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> scene.source.commit("main", "src/main", "change " + i))
        .toArray(String[]::new);
  }

  private GitOpsBindingStatus awaitDeployed(String commit) {
    GitOpsBindingStatus status =
        scene.await(
            "web",
            now ->
                "True".equals(condition(now, "Ready").status())
                    && (image + ":" + commit).equals(now.manifest().image()));
    assertThat(scene.manifestText()).contains(image + ":" + commit);
    return status;
  }

  private String spec() {
    return scene
        .spec()
        .replace(
            "image: {name: %s, check: {mode: Skip}}".formatted(IMAGE),
            "image: {name: \"%s\", check: {caSecretRef: {name: registry-ca}}}".formatted(image))
        .replace("interval: 10s", "interval: " + INTERVAL.toSeconds() + "s")
        .replaceFirst("(source: .*)}\n", "$1, select: NewestWithImage}\n");
  }
}
