package dev.gitopsbinding.status;

import static dev.gitopsbinding.status.Projections.LATER;
import static dev.gitopsbinding.status.Projections.MANIFEST;
import static dev.gitopsbinding.status.Projections.NOW;
import static dev.gitopsbinding.status.Projections.OTHER;
import static dev.gitopsbinding.status.Projections.TAG;
import static dev.gitopsbinding.status.Projections.condition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.RollbackStatus;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.change.PushResult;
import dev.gitopsbinding.model.image.ImageVersion;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.ImageSeen;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import dev.gitopsbinding.plan.fact.OwnCommit;
import dev.gitopsbinding.plan.fact.Rollout;
import dev.gitopsbinding.plan.fact.Workload;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a status remembers of rollouts and rollbacks. */
class RollbackTrackerTest {
  private static final String OLD = "0".repeat(40);
  private static final String FIX = "2".repeat(40);
  private static final String IMAGE = "ghcr.io/acme/web:";
  private static final Rollout COMPLETE = new Rollout.Complete();
  private static final Rollout FAILED = new Rollout.DeadlineExceeded(LATER);
  private static final Binding BINDING =
      Bindings.parse(Bindings.resource("rollback: {mode: OnFailedRollout}"));

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

  @Test
  void aRollbackIsHeldUntilAnotherTagIsWritten() {
    // When
    GitOpsBindingStatus rolledBack = rolledBack();

    // Then
    assertThat(rolledBack.rollback())
        .isEqualTo(
            new RollbackStatus(
                List.of(OLD),
                List.of(TAG),
                TAG,
                OLD,
                OTHER.hex(),
                "2026-02-03T04:07:06Z",
                null,
                BINDING.file(),
                BINDING.selection()));
    assertThat(condition(rolledBack, "Ready").status()).isEqualTo("False");
    assertThat(condition(rolledBack, "Ready").reason()).isEqualTo("RolledBack");
    assertThat(condition(rolledBack, "Ready").message())
        .startsWith("On hold: the rollout of tag 1111111 failed");
    assertThat(condition(rolledBack, "Stalled").status()).isEqualTo("True");
    assertThat(rolledBack.lastPush().toTag()).isEqualTo(OLD);
    assertThat(rolledBack.landed().tag()).as("nothing older than this is wanted").isEqualTo(TAG);
    assertThat(RollbackTracker.isNew(failing(), rolledBack)).isTrue();

    // When
    GitOpsBindingStatus held =
        after(rolledBack, TAG, OLD, OLD, COMPLETE, Projections.stopped(Reason.ROLLED_BACK));

    // Then
    assertThat(held.rollback()).isEqualTo(rolledBack.rollback());
    assertThat(RollbackTracker.isNew(rolledBack, held)).isFalse();
    assertThat(after(held, OLD, OLD, OLD, COMPLETE, new Outcome.Kept(OLD)).rollback().ended())
        .as("the source went back too")
        .isNull();

    // When
    GitOpsBindingStatus fixed =
        after(held, FIX, OLD, OLD, COMPLETE, new Outcome.Pushed(FIX, push(OLD)));

    // Then
    assertThat(fixed.rollback().ended()).isTrue();
    assertThat(fixed.rollback().failed()).containsExactly(TAG);
    assertThat(condition(fixed, "Ready").status()).isEqualTo("True");
    assertThat(after(fixed, FIX, FIX, OLD, COMPLETE, new Outcome.Kept(FIX)).rollback())
        .isEqualTo(fixed.rollback());
  }

  @Test
  void aRollbackIsHeldAlsoIfTheSourceWasNotRead() {
    // Given
    GitOpsBindingStatus failing = failing();
    Observation unread =
        Observation.of(
                BINDING,
                failing,
                null,
                observation(BINDING, failing, TAG, TAG, TAG, FAILED).workload(),
                NOW)
            .with(
                Questions.MANIFEST,
                new Fact.Known<>(new ManifestSeen(MANIFEST, List.of(IMAGE + TAG)), NOW));

    // Then
    assertThat(StatusProjector.project(unread, new Outcome.Pushed(OLD, push(TAG)), LATER))
        .isEqualTo(rolledBack());
  }

  @Test
  void thePreviewOfARollbackStaysWhileAHostDoesNotAnswer() {
    // Given
    Binding previews =
        Bindings.parse(Bindings.resource("{rollback: {mode: OnFailedRollout}, mode: Preview}"));
    var previewed = new Outcome.Previewed(OLD, List.of(IMAGE + TAG), "the diff");
    GitOpsBindingStatus before =
        StatusProjector.project(
            observation(previews, failing(), TAG, TAG, TAG, FAILED), previewed, LATER);

    // Then
    assertThat(before.preview().toTag()).isEqualTo(OLD);
    assertThat(
            StatusProjector.project(
                    observation(previews, before, TAG, TAG, TAG, FAILED), stopped(), LATER)
                .preview())
        .isEqualTo(before.preview());
    assertThat(
            StatusProjector.project(
                    observation(previews, before, TAG, TAG, TAG, COMPLETE), stopped(), LATER)
                .preview())
        .as("it runs by now")
        .isNull();
  }

  @Test
  void aRollbackWhoseStatusWasLostIsTakenFromTheBranch() {
    // Given
    OwnCommit own = new OwnCommit(OTHER, LATER, List.of(IMAGE + OLD), List.of(), TAG);
    Observation found =
        observation(BINDING, GitOpsBindingStatus.EMPTY, TAG, OLD, OLD, COMPLETE)
            .with(Questions.OWN_COMMIT, new Fact.Known<>(Optional.of(own), LATER));

    // When
    GitOpsBindingStatus status =
        StatusProjector.project(found, Projections.stopped(Reason.ROLLED_BACK), LATER);

    // Then
    assertThat(status.rollback().failed()).containsExactly(TAG);
    assertThat(status.rollback().failedCommit()).isEqualTo(TAG);
    assertThat(status.rollback().toTag()).isEqualTo(OLD);
    assertThat(status.rollback().commit()).isEqualTo(OTHER.hex());
    assertThat(status.lastPush().commit()).as("the push too").isEqualTo(OTHER.hex());
    assertThat(status.lastPush().toTag()).isEqualTo(OLD);
    assertThat(EventProjector.between(GitOpsBindingStatus.EMPTY, status))
        .extracting(EventProjector.BindingEvent::reason)
        .contains("RolledBack");
  }

  @Test
  void aRollbackThatEndsAfterItsSyncIsRememberedWhateverIsDesiredByThen() {
    // When
    GitOpsBindingStatus noted =
        PushMemory.withPush(failing(), BINDING, ImageVersion.of(OLD), push(TAG), null, null, true);

    // Then
    assertThat(noted.rollback()).isEqualTo(rolledBack().rollback());
    GitOpsBindingStatus pinned =
        failing().withRollback(failing().rollback().withDigest("sha256:" + "0".repeat(64)));
    assertThat(
            PushMemory.withPush(pinned, BINDING, ImageVersion.of(OLD), push(TAG), null, null, true)
                .rollback()
                .completedDigest())
        .isEqualTo(pinned.rollback().completedDigest());
    assertThat(RollbackTracker.isNew(failing(), noted)).isTrue();

    // When: the source went back meanwhile
    GitOpsBindingStatus kept = after(noted, OLD, OLD, OLD, COMPLETE, new Outcome.Kept(OLD));

    // Then
    assertThat(kept.rollback()).isEqualTo(rolledBack().rollback());
  }

  @Test
  void whatIsKnownStaysIfThePushOrTheSpecIsNotUnderstood() {
    GitOpsBindingStatus rolledBack = rolledBack();

    assertThat(
            PushMemory.withPush(
                    rolledBack, BINDING, ImageVersion.of(FIX), push(OLD), null, null, false)
                .rollback())
        .isEqualTo(rolledBack.rollback());
    assertThat(
            StatusProjector.projectUnreadable(
                    rolledBack, 4, null, new Failure.Spec(Reason.INVALID_SPEC, "spec"), NOW)
                .rollback())
        .isEqualTo(rolledBack.rollback());
  }

  private static GitOpsBindingStatus rolledBack() {
    return after(failing(), TAG, TAG, TAG, FAILED, new Outcome.Pushed(OLD, push(TAG)));
  }

  /** The old tag ran, and the newest one was pushed. */
  private static GitOpsBindingStatus failing() {
    GitOpsBindingStatus ran =
        after(GitOpsBindingStatus.EMPTY, OLD, OLD, OLD, COMPLETE, new Outcome.Kept(OLD));
    return after(
        ran,
        TAG,
        OLD,
        OLD,
        COMPLETE,
        new Outcome.Pushed(
            TAG, new PushResult.Pushed(MANIFEST, MANIFEST, List.of(IMAGE + OLD), NOW)));
  }

  private static PushResult.Pushed push(String replaced) {
    return new PushResult.Pushed(OTHER, OTHER, List.of(IMAGE + replaced), LATER.plusSeconds(60));
  }

  private static Outcome kept() {
    return new Outcome.Kept(TAG);
  }

  private static Outcome stopped() {
    return Projections.stopped(Reason.TIMED_OUT);
  }

  private static GitOpsBindingStatus after(
      GitOpsBindingStatus before,
      String desired,
      String file,
      String runs,
      Rollout rollout,
      Outcome outcome) {
    return StatusProjector.project(
        observation(BINDING, before, desired, file, runs, rollout), outcome, LATER);
  }

  private static Observation observation(
      Binding binding,
      GitOpsBindingStatus before,
      String desired,
      String file,
      String runs,
      Rollout rollout) {
    return Observation.of(
            binding,
            before,
            null,
            new Workload.Found(
                List.of(new Workload.Container("web", IMAGE + runs)), List.of(), rollout),
            NOW)
        .with(Questions.SOURCE_TIP, new Fact.Known<>(new CommitSha(desired), NOW))
        .with(
            Questions.MANIFEST,
            new Fact.Known<>(new ManifestSeen(MANIFEST, List.of(IMAGE + file)), NOW));
  }
}
