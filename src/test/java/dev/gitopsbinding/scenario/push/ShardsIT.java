package dev.gitopsbinding.scenario.push;

import static dev.gitopsbinding.scenario.stage.OperatorStage.IMAGE;
import static dev.gitopsbinding.scenario.stage.OperatorStage.PATH;
import static dev.gitopsbinding.scenario.stage.OperatorStage.condition;
import static dev.gitopsbinding.scenario.stage.OperatorStage.deploymentYaml;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.scenario.stage.OperatorStage;
import dev.gitopsbinding.scenario.stage.Scene;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.apiserver.ClassStage;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two operators, each with a label selector, on one manifest branch. */
class ShardsIT {
  private static final String SELECTOR = "GITOPSBINDING_WATCH_LABEL_SELECTOR";

  @RegisterExtension
  static final ClassStage<OperatorStage> STAGE =
      ClassStage.of(api -> OperatorStage.start(api, Map.of(SELECTOR, "shard=a")));

  private static AutoCloseable second;

  private final OperatorStage stage = STAGE.get();
  private final Scene scene = stage.scene();

  @BeforeAll
  static void startTheSecondShard() {
    second = STAGE.get().startBeside(Map.of(SELECTOR, "shard in (b)"));
  }

  @AfterAll
  static void endTheSecondShard() throws Exception {
    second.close();
  }

  @Fault(value = "two operators push to one branch at once", holds = "I2")
  @Test
  void nothingIsLostWhereTwoShardsPushToOneBranch() {
    // Given
    int bindings = 12;
    IntStream.range(0, bindings)
        .forEach(
            number -> scene.manifest.commit("main", path(number), deploymentYaml(IMAGE + ":old")));
    String first = scene.source.tip("main");

    // When
    IntStream.range(0, bindings)
        .forEach(
            number -> {
              scene.apply("web" + number, scene.spec().replace(PATH, path(number)));
              label("web" + number, number % 2 == 0 ? "a" : "b");
            });
    scene.apply("nobodys", scene.spec());

    // Then
    IntStream.range(0, bindings).forEach(number -> scene.awaitReady("web" + number, first));
    String next = scene.source.commit("main", "README", "second");
    scene.request("web0", "now");
    scene.request("web1", "now");
    IntStream.range(0, bindings).forEach(number -> scene.awaitReady("web" + number, next));
    IntStream.range(0, bindings)
        .forEach(
            number -> {
              assertThat(scene.manifest.text("main", path(number))).contains(IMAGE + ":" + next);
              assertThat(
                      scene.manifest.git("log", "--format=%s", "main", "--", path(number)).lines())
                  .as("one commit for each tag, and the first one")
                  .hasSize(3);
            });
    assertThat(scene.manifestText()).contains(":old");
    assertThat(scene.status("nobodys").conditions()).isEmpty();
  }

  @Test
  void aBindingGoesOnInTheShardThatItIsMovedTo() {
    // Given
    String first = scene.source.tip("main");
    scene.apply("moved", scene.spec());
    label("moved", "a");
    scene.awaitReady("moved", first);

    // When
    label("moved", "b");
    String next = scene.source.commit("main", "README", "second");

    // Then
    scene.awaitReady("moved", next);
    assertThat(scene.manifestCommits()).isEqualTo(3);
  }

  /** Neither shard sees the other's binding, so that the claim to the image is not known. */
  @Fault(value = "two bindings of different shards for one image", holds = "I3")
  @Test
  void twoShardsDoNotOverwriteEachOtherForEver() {
    // Given
    String first = scene.source.tip("main");
    scene.apply("one", scene.spec());
    label("one", "a");
    scene.awaitReady("one", first);
    scene.source.git("branch", "other", "main");
    String other = scene.source.commit("other", "README", "other");

    // When
    scene.apply(
        "two",
        scene.spec().replace("ref: {branch: main}, secretRef", "ref: {branch: other}, secretRef"));
    label("two", "b");

    // Then
    scene.awaitReady("two", other);
    assertThat(condition(scene.awaitReason("one", "ManifestChanged"), "Ready").message())
        .startsWith("On hold: ");
    assertThat(scene.manifestCommits()).isEqualTo(3);
    assertThat(scene.manifestText()).contains(other);
  }

  private void label(String name, String shard) {
    stage
        .api()
        .admin()
        .resources(GitOpsBinding.class)
        .inNamespace(scene.namespace)
        .withName(name)
        .edit(
            binding -> {
              binding.getMetadata().setLabels(Map.of("shard", shard));
              return binding;
            });
  }

  private static String path(int number) {
    return "apps/web%d/deployment.yaml".formatted(number);
  }
}
