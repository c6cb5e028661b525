package dev.gitopsbinding.controller.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.controller.sync.fact.CredentialedRemotes;
import dev.gitopsbinding.controller.sync.manifest.ManifestEdits;
import dev.gitopsbinding.controller.sync.manifest.YamlWorkers;
import dev.gitopsbinding.edit.DiffLimits;
import dev.gitopsbinding.edit.EditKinds;
import dev.gitopsbinding.edit.workload.WorkloadEditKind;
import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.image.ImageVersions;
import dev.gitopsbinding.net.address.SchemePolicy;
import dev.gitopsbinding.net.share.MemoryBudget;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.plan.Plan;
import dev.gitopsbinding.plan.fact.Workload;
import dev.gitopsbinding.testing.DefaultSettings;
import dev.gitopsbinding.testing.git.GitRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What a push would write, or why it would not be made. */
class PreviewExecutorTest {
  private static final String PATH = "apps/web/deployment.yaml";

  /** No Secret is needed for it, so that none has to be read. */
  private static final Binding WEB =
      Bindings.parse(
          Bindings.resource(
              """
              mode: Preview
              manifest: {url: "https://git.example.com/deploy", ref: {branch: main}, path: %s}
              """
                  .formatted(PATH)));

  @AutoClose private final LaneFixture fixture = new LaneFixture();
  private final GitRepository deploy = fixture.repository("deploy");
  private final PreviewExecutor previews =
      new PreviewExecutor(
          new CredentialedRemotes(null, DefaultSettings.ANY_HOST, new SchemePolicy(false)),
          fixture.lanes,
          new ManifestEdits(
              new EditKinds(List.of(new WorkloadEditKind(DefaultSettings.YAML_LIMITS)))),
          new YamlWorkers(DefaultSettings.YAML_LIMITS, new MemoryBudget(1 << 24)),
          DiffLimits.STATUS);

  @Test
  void theChangeIsThatOfThePushAndNothingIsPushed() throws InterruptedException {
    // Given
    String tip = deploy.commit("main", PATH, yaml("old", ""));

    // When
    Optional<Outcome> outcome = preview("old");

    // Then
    assertThat(outcome)
        .contains(
            new Outcome.Previewed(
                "new",
                List.of("ghcr.io/acme/web:old"),
                """
                --- a/apps/web/deployment.yaml
                +++ b/apps/web/deployment.yaml
                @@ -8 +8 @@
                -… image: "ghcr.io/acme/web:old"…
                +… image: "ghcr.io/acme/web:new"…
                """));
    assertThat(deploy.tip("main")).isEqualTo(tip);
    assertThat(fixture.counts.commits).hasValue(0);
  }

  @Test
  void aLargeFileIsPreviewedInItsTurn() throws InterruptedException {
    deploy.commit("main", PATH, yaml("old", "# much\n".repeat(YamlWorkers.SMALL / 6)));

    assertThat(preview("old")).containsInstanceOf(Outcome.Previewed.class);
  }

  @Test
  void aFileThatHasChangedMeanwhileHasToBeReadAgain() throws InterruptedException {
    deploy.commit("main", PATH, yaml("other", ""));
    assertThat(preview("old")).as("superseded").isEmpty();

    deploy.commit("main", PATH, yaml("new", ""));
    assertThat(preview("old")).as("applied already").isEmpty();
  }

  @Test
  void aFileThatCannotBeEditedStopsItAsAPush() throws InterruptedException {
    deploy.commit(
        "main", PATH, yaml("old", "").replace("\"ghcr", "&image \"ghcr") + "copy: *image\n");

    assertThat(preview("old"))
        .get()
        .isInstanceOfSatisfying(
            Outcome.Stopped.class,
            stopped -> assertThat(stopped.reason()).isEqualTo(Reason.IMAGE_NOT_EDITABLE));
  }

  private Optional<Outcome> preview(String expected) throws InterruptedException {
    var push =
        new Plan.Push(
            ImageVersions.ofTag("new"),
            List.of("ghcr.io/acme/web:" + expected),
            "message",
            null,
            false);
    var observation =
        Observation.of(WEB, GitOpsBindingStatus.EMPTY, null, new Workload.Missing(), Instant.now());
    return previews.preview(observation, push, TimeLimit.in(LaneFixture.PATIENCE));
  }

  private static String yaml(String tag, String more) {
    return """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          template:
            spec:
              containers:
              - {name: web, image: "ghcr.io/acme/web:%s"} # here
        """
            .formatted(tag)
        + more;
  }
}
