package dev.gitopsbinding.status;

import static dev.gitopsbinding.status.Projections.LATER;
import static dev.gitopsbinding.status.Projections.MANIFEST;
import static dev.gitopsbinding.status.Projections.NOW;
import static dev.gitopsbinding.status.Projections.TAG;
import static dev.gitopsbinding.status.RolloutProjections.BINDING;
import static dev.gitopsbinding.status.RolloutProjections.COMPLETE;
import static dev.gitopsbinding.status.RolloutProjections.FAILED;
import static dev.gitopsbinding.status.RolloutProjections.IMAGE;
import static dev.gitopsbinding.status.RolloutProjections.OLD;
import static dev.gitopsbinding.status.RolloutProjections.after;
import static dev.gitopsbinding.status.RolloutProjections.observation;
import static dev.gitopsbinding.status.RolloutProjections.push;
import static dev.gitopsbinding.status.RolloutProjections.stopped;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.RollbackStatus;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.change.PushResult;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.ImageSeen;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import dev.gitopsbinding.plan.fact.Workload;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which tags a status remembers as those that ran, and with which digests. */
class CompletedTagsTest {
  @Test
  void aTagThatRunsAndThatTheFileHoldsIsRemembered() {
    // Given
    GitOpsBindingStatus first =
        after(GitOpsBindingStatus.EMPTY, TAG, OLD, OLD, COMPLETE, stopped());

    // Then
    assertThat(first.rollback().completed()).containsExactly(OLD);
    assertThat(after(GitOpsBindingStatus.EMPTY, TAG, TAG, OLD, COMPLETE, kept()).rollback())
        .as("what the file does not hold")
        .isNull();
    assertThat(after(first, TAG, TAG, OLD, COMPLETE, kept()).rollback().completed())
        .as("the file holds another tag than the target runs")
        .containsExactly(OLD);
    assertThat(after(first, TAG, TAG, TAG, FAILED, kept()).rollback().completed())
        .containsExactly(OLD);
    GitOpsBindingStatus second = after(first, TAG, TAG, TAG, COMPLETE, kept());
    assertThat(second.rollback().completed()).containsExactly(TAG, OLD);
    assertThat(after(second, TAG, TAG, TAG, COMPLETE, kept())).isEqualTo(second);
  }

  @Test
  void theDigestThatRanIsWrittenByARollback() {
    // Given
    Binding pinned =
        Bindings.parse(
            Bindings.resource(
                "{image: {name: ghcr.io/acme/web, pin: Digest}, rollback: {mode: OnFailedRollout}}"));
    String ran = "sha256:" + "a".repeat(64);
    String bad = "sha256:" + "b".repeat(64);
    GitOpsBindingStatus first =
        StatusProjector.project(
            observation(
                pinned, GitOpsBindingStatus.EMPTY, TAG, OLD + "@" + ran, OLD + "@" + ran, COMPLETE),
            stopped(),
            NOW);
    assertThat(first.rollback().completed()).containsExactly(OLD);
    assertThat(first.rollback().completedDigest()).isEqualTo(ran);
    GitOpsBindingStatus pushed =
        StatusProjector.project(
            observation(pinned, first, TAG, OLD + "@" + ran, OLD + "@" + ran, COMPLETE)
                .with(Questions.IMAGE, new Fact.Known<>(ImageSeen.of(bad), NOW)),
            new Outcome.Pushed(
                TAG,
                new PushResult.Pushed(MANIFEST, MANIFEST, List.of(IMAGE + OLD + "@" + ran), NOW)),
            NOW);
    assertThat(pushed.manifest().image()).isEqualTo(IMAGE + TAG + "@" + bad);
    assertThat(pushed.rollback().completedDigest()).isEqualTo(ran);

    // When
    GitOpsBindingStatus rolledBack =
        StatusProjector.project(
            observation(pinned, pushed, TAG, TAG + "@" + bad, TAG + "@" + bad, FAILED)
                .with(Questions.IMAGE, new Fact.Known<>(ImageSeen.of(bad), NOW)),
            new Outcome.Pushed(OLD, push(TAG + "@" + bad)),
            LATER);

    // Then
    assertThat(rolledBack.rollback().failed()).containsExactly(TAG);
    assertThat(rolledBack.rollback().completedDigest()).isEqualTo(ran);
    assertThat(rolledBack.manifest().image()).isEqualTo(IMAGE + OLD + "@" + ran);
  }

  /** The API server would refuse a longer text, and with it the whole status. */
  @Test
  void aTagThatTheTargetDoesNotShowIsKnownByItsDigest() {
    // Given
    Binding pins =
        Bindings.parse(
            Bindings.resource(
                "{image: {name: ghcr.io/acme/web, pin: Digest}, rollback: {mode: OnFailedRollout}}"));
    String digest = "sha256:" + "a".repeat(64);

    // Then
    assertThat(completedWithoutTag(pins, OLD + "@" + digest, digest).completed())
        .containsExactly(OLD);
    assertThat(completedWithoutTag(pins, OLD + "@" + digest, digest).completedDigest())
        .isEqualTo(digest);
    assertThat(completedWithoutTag(pins, OLD + "@" + digest, "sha256:" + "b".repeat(64))).isNull();
    assertThat(completedWithoutTag(pins, OLD, digest)).as("the file holds no digest").isNull();
    assertThat(completedWithoutTag(BINDING, OLD + "@" + digest, digest)).as("no pin").isNull();
  }

  private static @Nullable RollbackStatus completedWithoutTag(
      Binding binding, String file, String digest) {
    Observation observation =
        Observation.of(
                binding,
                GitOpsBindingStatus.EMPTY,
                null,
                new Workload.Found(
                    List.of(new Workload.Container("web", "ghcr.io/acme/web@" + digest)),
                    List.of(),
                    COMPLETE),
                NOW)
            .with(Questions.SOURCE_TIP, new Fact.Known<>(new CommitSha(OLD), NOW))
            .with(
                Questions.MANIFEST,
                new Fact.Known<>(new ManifestSeen(MANIFEST, List.of(IMAGE + file)), NOW));
    return StatusProjector.project(observation, new Outcome.Kept(OLD), LATER).rollback();
  }

  @Test
  void aDigestThatNoFileCanGetIsNotRemembered() {
    // Given
    Binding pinned =
        Bindings.parse(
            Bindings.resource(
                "{image: {name: ghcr.io/acme/web, pin: Digest}, rollback: {mode: OnFailedRollout}}"));
    String ran = OLD + "@sha4096:" + "a".repeat(200);

    // When
    GitOpsBindingStatus status =
        StatusProjector.project(
            observation(pinned, GitOpsBindingStatus.EMPTY, TAG, ran, ran, COMPLETE),
            stopped(),
            NOW);

    // Then
    assertThat(status.rollback().completed()).containsExactly(OLD);
    assertThat(status.rollback().completedDigest()).isNull();
  }

  @Test
  void withoutPinNoDigestIsRemembered() {
    String digest = "@sha256:" + "a".repeat(64);
    GitOpsBindingStatus status =
        after(GitOpsBindingStatus.EMPTY, TAG, OLD, OLD + digest, COMPLETE, stopped());
    assertThat(status.rollback().completed()).containsExactly(OLD);
    assertThat(status.rollback().completedDigest()).isNull();
  }

  @Test
  void tenTagsAreRemembered() {
    GitOpsBindingStatus status = GitOpsBindingStatus.EMPTY;
    for (int i = 0; i < 12; i++) {
      status = after(status, TAG, "tag" + i, "tag" + i, COMPLETE, stopped());
    }
    assertThat(status.rollback().completed()).hasSize(10).startsWith("tag11").endsWith("tag2");
  }

  @Test
  void aBindingThatDoesNotRollBackStoresNothing() {
    GitOpsBindingStatus ran = after(GitOpsBindingStatus.EMPTY, TAG, TAG, TAG, COMPLETE, kept());
    Binding off = Bindings.parse(Bindings.resource("{}"));

    assertThat(
            StatusProjector.project(
                    observation(off, GitOpsBindingStatus.EMPTY, TAG, TAG, TAG, COMPLETE),
                    kept(),
                    NOW)
                .rollback())
        .isNull();
    assertThat(
            StatusProjector.project(observation(off, ran, TAG, TAG, TAG, COMPLETE), kept(), NOW)
                .rollback())
        .as("what ran long ago is no tag to go back to once it is on again")
        .isNull();
  }

  private static Outcome kept() {
    return new Outcome.Kept(TAG);
  }
}
