package dev.gitopsbinding.status.memory;

import static dev.gitopsbinding.status.Projections.LATER;
import static dev.gitopsbinding.status.Projections.MANIFEST;
import static dev.gitopsbinding.status.Projections.NOW;
import static dev.gitopsbinding.status.Projections.OTHER;
import static dev.gitopsbinding.status.Projections.TAG;
import static dev.gitopsbinding.status.Projections.condition;
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
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.change.PushResult;
import dev.gitopsbinding.model.image.ImageVersions;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import dev.gitopsbinding.plan.fact.OwnCommit;
import dev.gitopsbinding.status.EventProjector;
import dev.gitopsbinding.status.Projections;
import dev.gitopsbinding.status.StatusProjector;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a status remembers of rollbacks. */
class RollbackTrackerTest {
  private static final String FIX = "2".repeat(40);

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
        PushMemory.withPush(
            failing(), BINDING, ImageVersions.ofTag(OLD), push(TAG), null, null, true);

    // Then
    assertThat(noted.rollback()).isEqualTo(rolledBack().rollback());
    GitOpsBindingStatus pinned =
        failing().withRollback(failing().rollback().withDigest("sha256:" + "0".repeat(64)));
    assertThat(
            PushMemory.withPush(
                    pinned, BINDING, ImageVersions.ofTag(OLD), push(TAG), null, null, true)
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
                    rolledBack, BINDING, ImageVersions.ofTag(FIX), push(OLD), null, null, false)
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
}
