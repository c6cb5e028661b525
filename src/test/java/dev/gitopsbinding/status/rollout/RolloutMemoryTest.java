package dev.gitopsbinding.status.rollout;

import static dev.gitopsbinding.status.Projections.BINDING;
import static dev.gitopsbinding.status.Projections.LATER;
import static dev.gitopsbinding.status.Projections.MANIFEST;
import static dev.gitopsbinding.status.Projections.NOW;
import static dev.gitopsbinding.status.Projections.OTHER;
import static dev.gitopsbinding.status.Projections.TIP;
import static dev.gitopsbinding.status.Projections.found;
import static dev.gitopsbinding.status.rollout.SyncedRollouts.IMAGE;
import static dev.gitopsbinding.status.rollout.SyncedRollouts.NEW;
import static dev.gitopsbinding.status.rollout.SyncedRollouts.OLD;
import static dev.gitopsbinding.status.rollout.SyncedRollouts.SINCE;
import static dev.gitopsbinding.status.rollout.SyncedRollouts.running;
import static dev.gitopsbinding.status.rollout.SyncedRollouts.synced;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.RolledOutCommit;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.change.PushResult;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.plan.fact.Rollout;
import dev.gitopsbinding.plan.fact.Workload;
import dev.gitopsbinding.status.StatusProjector;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a followed binding remembers of its rollouts. */
class RolloutMemoryTest {
  private static final Workload RESTARTING =
      new Workload.Found(
          List.of(new Workload.Container("web", IMAGE + TIP.hex())),
          List.of(),
          new Rollout.Progressing("0 of 1 pods are updated"));

  private static final String UNTIL = "2026-02-03T04:06:06Z";

  @Test
  void aBindingThatNobodyFollowsRemembersNothing() {
    // Given
    GitOpsBindingStatus followed = synced(GitOpsBindingStatus.EMPTY, TIP, OLD, NOW);

    // When
    GitOpsBindingStatus alone = synced(followed, TIP, OLD, false, NOW);

    // Then
    assertThat(followed.rollouts()).hasSize(1);
    assertThat(alone.rollouts()).isNull();
  }

  @Test
  void aRolloutIsRememberedOnceItIsComplete() {
    // Given
    GitOpsBindingStatus begins = synced(GitOpsBindingStatus.EMPTY, TIP, RESTARTING, NOW);
    assertThat(begins.rollouts()).isNull();

    // When
    GitOpsBindingStatus complete = synced(begins, TIP, OLD, NOW);

    // Then
    assertThat(complete.rollouts()).containsExactly(running(TIP, SINCE));
    assertThat(synced(complete, TIP, OLD, LATER)).as("nothing new").isEqualTo(complete);
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "2026-02-03T04:00:00Z, 2026-02-03T04:05:06Z",
        "2026-02-03T04:05:56Z, 2026-02-03T04:05:56Z",
        "null, 2026-02-03T04:06:07Z"
      },
      nullValues = "null")
  void whatRanBeforeItWasFollowedCountsFromItsOwnTime(Instant complete, String since) {
    // Given: the condition is true since 04:05:06, which may be since the rollout of another tag
    GitOpsBindingStatus alone = synced(GitOpsBindingStatus.EMPTY, TIP, OLD, false, NOW);
    Workload running =
        new Workload.Found(
            List.of(new Workload.Container("web", IMAGE + TIP.hex())),
            List.of(),
            new Rollout.Complete(complete));

    // When
    GitOpsBindingStatus followed = synced(alone, TIP, running, LATER);

    // Then
    assertThat(followed.rollouts()).containsExactly(running(TIP, since));
  }

  @Test
  void aCommitGoesOnUntilTheNextOneRuns() {
    // Given
    GitOpsBindingStatus old = synced(GitOpsBindingStatus.EMPTY, TIP, OLD, NOW);

    // When: the newer one is only in the file
    GitOpsBindingStatus pushed = synced(old, OTHER, OLD, LATER);

    // Then
    assertThat(pushed.rollouts()).containsExactly(running(TIP, SINCE));

    // When
    GitOpsBindingStatus complete = synced(pushed, OTHER, NEW, LATER);

    // Then
    assertThat(complete.rollouts())
        .containsExactly(
            running(OTHER, "2026-02-03T04:06:07Z"),
            new RolledOutCommit(TIP.hex(), TIP.hex(), SINCE, UNTIL));
  }

  @Test
  void aBreakRestartsTheSameEntry() {
    // Given
    GitOpsBindingStatus old = synced(GitOpsBindingStatus.EMPTY, TIP, OLD, NOW);

    // When
    GitOpsBindingStatus broken = synced(old, TIP, RESTARTING, LATER);
    GitOpsBindingStatus again = synced(broken, TIP, OLD, LATER);

    // Then
    assertThat(broken.rollouts())
        .containsExactly(new RolledOutCommit(TIP.hex(), TIP.hex(), SINCE, UNTIL));
    assertThat(again.rollouts()).containsExactly(running(TIP, "2026-02-03T04:06:07Z"));
  }

  @Test
  void aMissingTargetIsABreakToo() {
    // Given
    GitOpsBindingStatus old = synced(GitOpsBindingStatus.EMPTY, TIP, OLD, NOW);

    // When
    GitOpsBindingStatus gone = synced(old, TIP, new Workload.Missing(), LATER);

    // Then
    assertThat(gone.rollouts()).extracting(RolledOutCommit::until).containsExactly(UNTIL);
  }

  @Test
  void aSpecThatCannotBeReadIsABreakToo() {
    // Given
    GitOpsBindingStatus old = synced(GitOpsBindingStatus.EMPTY, TIP, OLD, NOW);
    var failure = new Failure.Spec(Reason.INVALID_SPEC, "It is not valid.");

    // When
    GitOpsBindingStatus unreadable =
        StatusProjector.projectUnreadable(old, 2, null, failure, LATER);

    // Then
    assertThat(unreadable.rollouts())
        .containsExactly(new RolledOutCommit(TIP.hex(), TIP.hex(), SINCE, UNTIL));
    assertThat(
            StatusProjector.projectUnreadable(unreadable, 2, null, failure, LATER.plusSeconds(60))
                .rollouts())
        .isEqualTo(unreadable.rollouts());
  }

  @Test
  void tenAreRemembered() {
    // When
    GitOpsBindingStatus status = GitOpsBindingStatus.EMPTY;
    for (int i = 0; i < 12; i++) {
      CommitSha commit = new CommitSha("%040x".formatted(i));
      status = synced(status, commit, found(IMAGE + commit.hex()), NOW);
    }

    // Then
    assertThat(status.rollouts()).hasSize(RolloutMemory.REMEMBERED);
    assertThat(status.rollouts().getFirst().commit()).endsWith("b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{name: ghcr.io/acme/web}", "{name: ghcr.io/acme/web, tag: {length: 7}}"})
  void aBusyStageRemembersWhatItRunsAlthoughTheTipIsNewer(String image) {
    // Given: a tag was pushed
    Binding binding = Bindings.parse(Bindings.resource("{image: %s}".formatted(image)));
    String tag = binding.image().tagFormat().tagOf(TIP);
    var result = new PushResult.Pushed(MANIFEST, MANIFEST, List.of(IMAGE + "old"), NOW);
    GitOpsBindingStatus pushed =
        synced(
            binding,
            GitOpsBindingStatus.EMPTY,
            TIP,
            "old",
            new Workload.Missing(),
            new Outcome.Pushed(tag, result));

    // When: a newer commit comes before it is rolled out
    var waiting = new Outcome.Waiting(Reason.IMAGE_NOT_FOUND, "an image", "It is not there.");
    GitOpsBindingStatus newer =
        synced(binding, pushed, OTHER, tag, new Workload.Missing(), waiting);
    GitOpsBindingStatus complete = synced(binding, newer, OTHER, tag, found(IMAGE + tag), waiting);

    // Then
    assertThat(newer.rollouts()).isNull();
    assertThat(complete.rollouts())
        .containsExactly(new RolledOutCommit(TIP.hex(), tag, SINCE, null));
  }

  @Test
  void aTagOfAPersonIsNotRemembered() {
    // Given
    GitOpsBindingStatus old = synced(GitOpsBindingStatus.EMPTY, TIP, OLD, NOW);

    // When: a person writes an older tag, and the cluster runs it
    GitOpsBindingStatus changed =
        synced(
            BINDING,
            old,
            TIP,
            OTHER.hex(),
            NEW,
            new Outcome.Stopped(Reason.MANIFEST_CHANGED, "because"));

    // Then
    assertThat(changed.rollouts()).extracting(RolledOutCommit::commit).containsExactly(TIP.hex());
    assertThat(changed.rollouts().getFirst().until()).isNotNull();
  }

  @Test
  void whatTheFileDoesNotHoldIsNotRemembered() {
    // When: the cluster was changed past the manifest
    GitOpsBindingStatus status =
        synced(
            BINDING,
            GitOpsBindingStatus.EMPTY,
            TIP,
            OTHER.hex(),
            OLD,
            new Outcome.Stopped(Reason.MANIFEST_CHANGED, "because"));

    // Then
    assertThat(status.rollouts()).isNull();
  }
}
