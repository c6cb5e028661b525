package dev.gitopsbinding.faults;

import static dev.gitopsbinding.scenario.stage.OperatorStage.PATIENCE;
import static dev.gitopsbinding.scenario.stage.OperatorStage.condition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gitopsbinding.scenario.stage.Scene;
import dev.gitopsbinding.testing.apiserver.ClassStage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The operator writes its own new tag, with the binding and the Deployment of {@code
 * deploy/samples/self}, and is replaced by what it wrote while another binding gets a new commit.
 */
class SelfManagementIT {
  private static final Path SAMPLE = Path.of("deploy/samples/self");
  private static final String MANIFEST = "operator/deployment.yaml";
  private static final String IMAGE = "ghcr.io/acme/gitopsbinding-operator";
  private static final String NAME = "gitopsbinding-operator";

  @RegisterExtension
  static final ClassStage<ProgramStage> STAGE = ClassStage.of(ProgramStage::setWithItself);

  private final ProgramStage stage = STAGE.get();

  /** Of the operator itself: the second namespace is its own. */
  private final Scene itself = stage.scene(1);

  private final Scene other = stage.scene(0);

  @Test
  void theOperatorRollsItselfOutAndTheNextLeaderGoesOn() throws IOException {
    // Given
    String tip = itself.source.tip("main");
    String deployed = Files.readString(SAMPLE.resolve("deployment.yaml"));
    itself.manifest.commit("main", MANIFEST, deployed);
    var applier = new ApplierStandIn(stage.api(), itself.manifest, MANIFEST, stage::start);
    applier.install();
    String old = other.source.tip("main");
    other.apply("web", other.spec());
    other.awaitReady("web", old);

    // When
    itself.apply(NAME, sample());
    itself.awaitReady(NAME, tip);
    assertThat(condition(itself.status(NAME), "RolledOut").reason()).isEqualTo("AwaitingApply");
    applier.roll(
        () -> {
          other.source.commit("main", "README", "during the changeover");
          other.request("web", "now");
        });

    // Then
    String newer = other.source.tip("main");
    other.awaitReady("web", newer);
    await("rolled out")
        .atMost(PATIENCE)
        .until(
            () ->
                condition(itself.status(NAME), "RolledOut").status().equals("True")
                    && condition(itself.status(NAME), "Ready").status().equals("True"));
    assertThat(condition(itself.status(NAME), "RolledOut").message())
        .contains("Deployment " + NAME + " runs tag " + tip);
    assertThat(applier.pods())
        .as("one of the new pods leads")
        .filteredOn(pod -> pod.leads(stage.api().admin()))
        .hasSize(1);
    assertThat(new Written(itself).sources()).containsExactly(tip);
    assertThat(itself.manifest.text("main", MANIFEST))
        .isEqualTo(deployed.replaceFirst(IMAGE + ":\\S+", IMAGE + ":" + tip));
    new Written(other).isOnceEach(old, newer);
  }

  @Test
  void theSampleIsAccepted() {
    var applied = stage.api().kubectl("apply", "--dry-run=server", "-k", SAMPLE.toString());

    assertThat(applied.exitCode()).as(applied.text()).isZero();
    assertThat(applied.text())
        .contains(
            "deployment.apps/" + NAME,
            "poddisruptionbudget.policy/" + NAME,
            "gitopsbinding.gitopsbinding.dev/" + NAME);
  }

  /**
   * The sample's binding, with the repositories and the Secret of this test, without a registry.
   */
  private String sample() throws IOException {
    String binding = Files.readString(SAMPLE.resolve("binding.yaml"));
    String spec = binding.substring(binding.indexOf("spec:\n") + "spec:\n".length());
    String here = itself.spec();
    return spec.substring(0, spec.indexOf("  source:")).stripTrailing().stripIndent()
        + "\n  check: {mode: Skip}\ninterval: 10s\n"
        + here.substring(here.indexOf("source:")).replaceFirst("path: .*", "path: " + MANIFEST);
  }
}
