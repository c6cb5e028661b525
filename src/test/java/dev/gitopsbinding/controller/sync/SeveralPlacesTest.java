package dev.gitopsbinding.controller.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.controller.sync.fact.BranchRewrites;
import dev.gitopsbinding.controller.sync.fact.CredentialedRemotes;
import dev.gitopsbinding.controller.sync.fact.ManifestFinder;
import dev.gitopsbinding.controller.sync.fact.OwnCommitFinder;
import dev.gitopsbinding.controller.sync.manifest.ManifestEdits;
import dev.gitopsbinding.controller.sync.manifest.ManifestReadCache;
import dev.gitopsbinding.controller.sync.manifest.YamlWorkers;
import dev.gitopsbinding.edit.DiffLimits;
import dev.gitopsbinding.edit.EditKind;
import dev.gitopsbinding.edit.EditKinds;
import dev.gitopsbinding.edit.ImageEditor;
import dev.gitopsbinding.edit.ImageSelector;
import dev.gitopsbinding.edit.workload.WorkloadEditKind;
import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.change.ChangeSet;
import dev.gitopsbinding.model.change.ChangeSet.FileEdit;
import dev.gitopsbinding.model.change.EditResult;
import dev.gitopsbinding.model.image.ImageVersions;
import dev.gitopsbinding.net.address.SchemePolicy;
import dev.gitopsbinding.net.share.MemoryBudget;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.plan.Plan;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import dev.gitopsbinding.plan.fact.OwnCommit;
import dev.gitopsbinding.plan.fact.Workload;
import dev.gitopsbinding.testing.DefaultSettings;
import dev.gitopsbinding.testing.git.GitRepository;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Several places of one binding, read and previewed in a real repository. */
class SeveralPlacesTest {
  private static final String IMAGE = "ghcr.io/acme/web";

  /** No Secret is needed for it, so that none has to be read. */
  private static final Binding WEB =
      Bindings.parse(
          Bindings.resource(
              """
              manifest:
                url: https://git.example.com/deploy
                ref: {branch: main}
                edits:
                - {path: a.yaml}
                - {path: b.yaml}
                - {path: a.yaml, object: {name: other}}
              """));

  @AutoClose private final LaneFixture fixture = new LaneFixture();
  private final GitRepository deploy = fixture.repository("deploy");
  private final WorkloadEditKind workload = new WorkloadEditKind(DefaultSettings.YAML_LIMITS);
  private final List<String> parsed = new ArrayList<>();
  private Runnable whileParsing = () -> {};
  private final ManifestEdits edits =
      new ManifestEdits(new EditKinds(List.of(new ObservedEditKind())));
  private final CredentialedRemotes remotes =
      new CredentialedRemotes(null, DefaultSettings.ANY_HOST, new SchemePolicy(false));
  private final YamlWorkers workers =
      new YamlWorkers(DefaultSettings.YAML_LIMITS, new MemoryBudget(1 << 24));
  private final ManifestReadCache cache = new ManifestReadCache(edits);
  private final ManifestFinder manifests =
      new ManifestFinder(
          remotes, fixture.lanes, cache, workers, new BranchRewrites(), Clock.systemUTC());

  /** The real kind; notes which files are parsed, and lets a test act at that moment. */
  private final class ObservedEditKind implements EditKind {
    @Override
    public boolean recognizes(RepositoryPath path, Content content, ImageSelector selector) {
      return true;
    }

    @Override
    public ImageEditor editor(RepositoryPath path, ImageSelector selector) {
      parsed.add(path + " " + selector.object().name());
      whileParsing.run();
      return workload.editor(path, selector);
    }
  }

  @Test
  void onlyAFileThatHasChangedIsParsedAgain() throws InterruptedException {
    // Given
    deploy.commit("main", Map.of("a.yaml", two("1", "2"), "b.yaml", one("3")), "first");

    // When
    ManifestSeen first = read();

    // Then
    assertThat(first.places())
        .extracting(ManifestSeen.PlaceSeen::images)
        .containsExactly(images("1"), images("3"), images("2"));
    assertThat(first.images()).containsExactly(IMAGE + ":1", IMAGE + ":3", IMAGE + ":2");
    assertThat(parsed).containsExactly("a.yaml web", "b.yaml web", "a.yaml other");

    // When
    String tip = deploy.commit("main", "b.yaml", one("4"));
    ManifestSeen second = read();

    // Then
    assertThat(second.tip().hex()).isEqualTo(tip);
    assertThat(second.places().get(1).images()).isEqualTo(images("4"));
    assertThat(parsed).hasSize(4).last().isEqualTo("b.yaml web");

    // When
    cache.forget(WEB.id());
    read();

    // Then
    assertThat(parsed).hasSize(7);
  }

  @Test
  void allAreReadAtOneTip() throws InterruptedException {
    // Given
    deploy.commit("main", Map.of("a.yaml", two("1", "1"), "b.yaml", one("1")), "first");
    Remote remote = remote();
    whileParsing =
        () -> {
          whileParsing = () -> {};
          deploy.commit("main", Map.of("a.yaml", two("2", "2"), "b.yaml", one("2")), "second");
          fixture.lanes.read(
              remote, new RepositoryPath("b.yaml"), Instant.now(), LaneFixture.PATIENCE);
        };

    // When
    ManifestSeen seen = read();

    // Then
    assertThat(seen.images()).containsExactly(IMAGE + ":2", IMAGE + ":2", IMAGE + ":2");
    assertThat(seen.tip().hex()).isEqualTo(deploy.tip("main"));
  }

  @Test
  void aPlaceThatCannotBeReadIsNamed() throws InterruptedException {
    deploy.commit("main", Map.of("a.yaml", one("1"), "b.yaml", one("1")), "first");

    assertThat(manifests.find(observation(), TimeLimit.in(LaneFixture.PATIENCE)))
        .isInstanceOfSatisfying(
            Fact.Unavailable.class,
            fact ->
                assertThat(fact.failure().message())
                    .startsWith("spec.manifest.edits[2]: a.yaml has no Deployment other"));
  }

  @Test
  void aPreviewShowsOneDiffOfAllFiles() throws InterruptedException {
    // Given
    deploy.commit("main", Map.of("a.yaml", two("old", "new"), "b.yaml", one("old")), "first");
    ManifestSeen seen = read();
    var observation = observation().with(Questions.MANIFEST, new Fact.Known<>(seen, Instant.EPOCH));
    var previews = new PreviewExecutor(remotes, fixture.lanes, edits, workers, DiffLimits.STATUS);
    var push = new Plan.Push(ImageVersions.ofTag("new"), seen.images(), "message", null, false);

    // When
    Optional<Outcome> outcome =
        previews.preview(observation, push, TimeLimit.in(LaneFixture.PATIENCE));

    // Then
    assertThat(outcome)
        .contains(
            new Outcome.Previewed(
                "new",
                List.of(IMAGE + ":old", IMAGE + ":old"),
                """
                --- a/a.yaml
                +++ b/a.yaml
                @@ -8 +8 @@
                -… image: "ghcr.io/acme/web:old"…
                +… image: "ghcr.io/acme/web:new"…
                --- a/b.yaml
                +++ b/b.yaml
                @@ -8 +8 @@
                -… image: "ghcr.io/acme/web:old"…
                +… image: "ghcr.io/acme/web:new"…
                """));
  }

  @Test
  void theOperatorsOwnCommitIsKnownByAllPlaces() throws InterruptedException {
    // Given
    deploy.commit("main", Map.of("a.yaml", two("1", "2"), "b.yaml", one("2")), "first");
    var landed = push(replace("a.yaml", "web:1", "web:2"));
    deploy.commit("main", Map.of("a.yaml", two("3", "3"), "b.yaml", one("3")), "revert");
    read();

    // When
    OwnCommit own = own().orElseThrow();

    // Then
    assertThat(own.commit()).isEqualTo(landed);
    assertThat(own.images()).containsExactly(IMAGE + ":2", IMAGE + ":2", IMAGE + ":2");
    assertThat(own.replaced()).containsExactly(IMAGE + ":1", IMAGE + ":2", IMAGE + ":2");
  }

  @Test
  void aCommitFromBeforeAPlaceWasThereHasNotLandedEverywhere() throws InterruptedException {
    // Given
    deploy.commit("main", Map.of("a.yaml", two("1", "1")), "first");
    push(replace("a.yaml", "web:1", "web:2"));
    deploy.commit("main", "b.yaml", one("2"));
    read();

    // Then
    assertThat(own().orElseThrow().images()).isEmpty();
  }

  private ManifestSeen read() throws InterruptedException {
    return manifests.find(observation(), TimeLimit.in(LaneFixture.PATIENCE)).known().orElseThrow();
  }

  private Optional<OwnCommit> own() throws InterruptedException {
    return new OwnCommitFinder(remotes, fixture.lanes, cache, workers)
        .find(observation(), TimeLimit.in(LaneFixture.PATIENCE))
        .known()
        .orElseThrow();
  }

  private Remote remote() throws InterruptedException {
    return LaneFixture.ok(remotes.resolve(WEB.id(), WEB.manifest()));
  }

  private CommitSha push(FileEdit edit) throws InterruptedException {
    var changes =
        new ChangeSet(
            new BindingId("shop", "web"),
            List.of(edit),
            LaneFixture.AUTHOR,
            "chore: update\n\nGitOps-Binding: shop/web\n",
            () -> true,
            null);
    return LaneFixture.pushed(fixture.push(remote(), changes)).commit();
  }

  private static FileEdit replace(String path, String from, String to) {
    return new FileEdit(
        new RepositoryPath(path),
        content ->
            new EditResult.Edited(
                content(new String(content.bytes(), StandardCharsets.UTF_8).replace(from, to)),
                List.of(from)));
  }

  private static Content content(String text) {
    return Content.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Observation observation() {
    return Observation.of(
        WEB, GitOpsBindingStatus.EMPTY, null, new Workload.Missing(), Instant.now());
  }

  private static List<String> images(String tag) {
    return List.of(IMAGE + ":" + tag);
  }

  private static String two(String tag, String other) {
    return one(tag)
        + "---\n"
        + one(other).replace("metadata: {name: web}", "metadata: {name: other}");
  }

  private static String one(String tag) {
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
        .formatted(tag);
  }
}
