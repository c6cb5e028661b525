package dev.gitopsbinding.status.memory;

import static dev.gitopsbinding.status.Projections.BINDING;
import static dev.gitopsbinding.status.Projections.IMAGE;
import static dev.gitopsbinding.status.Projections.LATER;
import static dev.gitopsbinding.status.Projections.MANIFEST;
import static dev.gitopsbinding.status.Projections.NOW;
import static dev.gitopsbinding.status.Projections.OTHER;
import static dev.gitopsbinding.status.Projections.TAG;
import static dev.gitopsbinding.status.Projections.TIP;
import static dev.gitopsbinding.status.Projections.project;
import static dev.gitopsbinding.status.Projections.stopped;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.LandedTag;
import dev.gitopsbinding.api.v1alpha1.status.LastPush;
import dev.gitopsbinding.api.v1alpha1.status.PushedCommit;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.change.PushResult;
import dev.gitopsbinding.model.commit.PushContents;
import dev.gitopsbinding.model.commit.SourceCommit;
import dev.gitopsbinding.model.image.ImageVersion;
import dev.gitopsbinding.model.image.ImageVersions;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import dev.gitopsbinding.plan.fact.OwnCommit;
import dev.gitopsbinding.plan.fact.Workload;
import dev.gitopsbinding.status.EventProjector;
import dev.gitopsbinding.status.StatusProjector;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a status tells of pushes and of tags that landed. */
class PushMemoryTest {
  @Test
  void aPushIsRememberedWithWhatItReplaced() {
    // Given
    var pushed =
        new PushResult.Pushed(
            MANIFEST, OTHER, List.of("ghcr.io/acme/web:old", "ghcr.io/acme/web"), NOW);

    // When
    var status = project(GitOpsBindingStatus.EMPTY, TIP, new Outcome.Pushed(TAG, pushed), NOW);

    // Then
    assertThat(status.lastPush())
        .isEqualTo(
            new LastPush(
                MANIFEST.hex(),
                "old",
                TAG,
                "2026-02-03T04:05:06Z",
                BINDING.file(),
                BINDING.selection()));
    assertThat(status.manifest().commit()).isEqualTo(OTHER.hex());
    assertThat(status.manifest().image()).isEqualTo(IMAGE);
  }

  @Test
  void aReferenceThatMovedWithTheTagIsNoImageAndNoTag() {
    // Given
    String ref = "github.com/acme/web?ref=" + OTHER;
    var pushed = new PushResult.Pushed(MANIFEST, OTHER, List.of("ghcr.io/acme/web:old", ref), NOW);

    // When
    var status = project(GitOpsBindingStatus.EMPTY, TIP, new Outcome.Pushed(TAG, pushed), NOW);

    // Then
    assertThat(status.manifest().image()).isEqualTo(IMAGE);
    assertThat(status.lastPush().fromTag()).isEqualTo("old");
  }

  @Test
  void aPushIsRememberedWithTheCommitsThatCameWithIt() {
    // Given
    var commit = new SourceCommit(TIP, "feat: x\nand more", "Ada\u202e", "ada@example.com", NOW);
    var images = List.of("ghcr.io/acme/web:old", IMAGE);
    var contents = new PushContents(images, List.of(commit), 1_000, true);
    var push = new PushResult.Pushed(MANIFEST, OTHER, List.of("ghcr.io/acme/web:old"), NOW);

    // When
    var last =
        PushMemory.withPush(
                GitOpsBindingStatus.EMPTY,
                BINDING,
                ImageVersions.ofTag(TAG),
                push,
                null,
                contents,
                false)
            .lastPush();

    // Then
    assertThat(last.commits())
        .containsExactly(
            new PushedCommit(TIP.hex(), "feat: x and more", "Ada", "2026-02-03T04:05:06Z"));
    assertThat(last.commitCount()).isEqualTo(1_000);
    assertThat(last.moreCommits()).isTrue();

    // When: something else was replaced meanwhile
    var other = new PushResult.Pushed(MANIFEST, OTHER, List.of("ghcr.io/acme/web:new"), NOW);

    // Then
    assertThat(
            PushMemory.withPush(
                    GitOpsBindingStatus.EMPTY,
                    BINDING,
                    ImageVersions.ofTag(TAG),
                    other,
                    null,
                    contents,
                    false)
                .lastPush()
                .commits())
        .isNull();
  }

  @Test
  void aLatePushIsNotedForWhatItWasSentFor() {
    // Given
    var failed = project(GitOpsBindingStatus.EMPTY, MANIFEST, stopped(Reason.TIMED_OUT), NOW);
    var before = project(failed, MANIFEST, new Outcome.InFlight(TAG), NOW);
    var push = new PushResult.Pushed(OTHER, OTHER, List.of("ghcr.io/acme/web:old"), LATER);

    // When
    var status =
        PushMemory.withPush(before, BINDING, ImageVersions.ofTag(TAG), push, null, null, false);

    // Then
    assertThat(status.lastPush().commit()).isEqualTo(OTHER.hex());
    assertThat(status.lastPush().time()).isEqualTo("2026-02-03T04:06:06Z");
    assertThat(status.lastPush().file()).isEqualTo(BINDING.file());
    assertThat(status.conditions()).isEqualTo(before.conditions());
    assertThat(status.trouble()).isEqualTo(before.trouble()).isEqualTo("TimedOut");
    assertThat(status.manifest()).isEqualTo(before.manifest());
  }

  /** A rollback writes an older tag, or the branch has moved on since. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aLatePushOfAShortTagKeepsItsCommit(boolean rollback) {
    // Given
    Binding binding =
        Bindings.parse(Bindings.resource("{image: {name: ghcr.io/acme/web, tag: {length: 7}}}"));
    var before = project(GitOpsBindingStatus.EMPTY, TIP, stopped(Reason.TIMED_OUT), NOW);
    var push = new PushResult.Pushed(MANIFEST, MANIFEST, List.of("ghcr.io/acme/web:old"), LATER);

    // When
    var status =
        PushMemory.withPush(
            before, binding, new ImageVersion("8888888", null, OTHER), push, null, null, rollback);

    // Then
    assertThat(status.history().getFirst().tag()).isEqualTo("8888888");
    assertThat(status.history().getFirst().commit()).isEqualTo(OTHER.hex());
  }

  @Test
  void aTagThatLandedIsRememberedThroughHoldsAndFaults() {
    // Given
    var landed = new LandedTag(TAG, BINDING.file(), BINDING.selection());
    var kept = project(GitOpsBindingStatus.EMPTY, MANIFEST, new Outcome.Kept(TAG), NOW);

    // When
    var held = project(kept, OTHER, stopped(Reason.MANIFEST_CHANGED), NOW);
    var failed = project(held, OTHER, stopped(Reason.TIMED_OUT), NOW);

    // Then
    assertThat(List.of(kept.landed(), held.landed(), failed.landed())).containsOnly(landed);
    assertThat(project(GitOpsBindingStatus.EMPTY, OTHER, stopped(Reason.TIMED_OUT), NOW).landed())
        .isNull();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPushWhoseStatusWasLostIsTakenOverFromTheBranch(boolean reverted) {
    // Given
    var old = new PushResult.Pushed(OTHER, OTHER, List.of("ghcr.io/acme/web:old"), NOW);
    var before =
        PushMemory.withPush(
            GitOpsBindingStatus.EMPTY,
            BINDING,
            ImageVersions.ofTag("0".repeat(40)),
            old,
            null,
            null,
            false);
    var own =
        new OwnCommit(MANIFEST, NOW, List.of(IMAGE), List.of("ghcr.io/acme/web:before"), null);
    var observation =
        Observation.of(BINDING, before, null, new Workload.Missing(), NOW)
            .with(Questions.SOURCE_TIP, new Fact.Known<>(TIP, NOW))
            .with(
                Questions.MANIFEST,
                new Fact.Known<>(new ManifestSeen(MANIFEST, List.of(IMAGE)), NOW))
            .with(Questions.OWN_COMMIT, new Fact.Known<>(Optional.of(own), NOW));

    // When
    var outcome = reverted ? stopped(Reason.MANIFEST_CHANGED) : new Outcome.Kept(TAG);
    var status = StatusProjector.project(observation, outcome, LATER);

    // Then
    assertThat(status.lastPush().commit()).isEqualTo(MANIFEST.hex());
    assertThat(status.lastPush().fromTag()).isEqualTo("before");
    assertThat(status.lastPush().toTag()).isEqualTo(TAG);
    assertThat(status.lastPush().time()).isEqualTo("2026-02-03T04:05:06Z");
    assertThat(EventProjector.between(before, status))
        .extracting(EventProjector.BindingEvent::reason)
        .contains("Pushed");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatTheStatusTellsOfACommitStaysAndALostPushIsTakenOver(boolean known) {
    // Given
    var told =
        PushMemory.withPush(
            GitOpsBindingStatus.EMPTY,
            BINDING,
            ImageVersions.ofTag(TAG),
            new PushResult.Pushed(MANIFEST, MANIFEST, List.of("ghcr.io/acme/web:told"), LATER),
            null,
            null,
            false);
    var own = new OwnCommit(MANIFEST, NOW, List.of(IMAGE), List.of("ghcr.io/acme/web:found"), null);
    var observation =
        Observation.of(
                BINDING,
                known ? told : GitOpsBindingStatus.EMPTY,
                null,
                new Workload.Missing(),
                NOW)
            .with(Questions.SOURCE_TIP, new Fact.Known<>(TIP, NOW))
            .with(Questions.OWN_COMMIT, new Fact.Known<>(Optional.of(own), NOW));

    // When
    var push = PushMemory.lastPush(observation, new Outcome.Kept(TAG));

    // Then
    assertThat(push.commit()).isEqualTo(MANIFEST.hex());
    assertThat(push.fromTag()).isEqualTo(known ? "told" : "found");
  }

  @Test
  void theImageHasTheFormOfTheFile() {
    // Given
    var pushed =
        new PushResult.Pushed(
            MANIFEST, OTHER, List.of("web:5000/acme/web", "docker.io/acme/web:old"), NOW);

    // When
    var status = project(GitOpsBindingStatus.EMPTY, TIP, new Outcome.Pushed(TAG, pushed), NOW);

    // Then
    assertThat(status.manifest().image())
        .isEqualTo("web:5000/acme/web:" + TAG + ", docker.io/acme/web:" + TAG);
  }
}
