package dev.gitopsbinding.status;

import static dev.gitopsbinding.status.Projections.BINDING;
import static dev.gitopsbinding.status.Projections.LATER;
import static dev.gitopsbinding.status.Projections.MANIFEST;
import static dev.gitopsbinding.status.Projections.NOW;
import static dev.gitopsbinding.status.Projections.OTHER;
import static dev.gitopsbinding.status.Projections.TIP;
import static dev.gitopsbinding.status.Projections.found;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus.RolledOutCommit;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.ManifestSeen;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.Rollout;
import dev.gitopsbinding.plan.Workload;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a followed binding remembers of its rollouts. */
class RolloutMemoryTest {
  private static final String IMAGE = "ghcr.io/acme/web:";
  private static final Workload OLD = found(IMAGE + TIP.hex());
  private static final Workload NEW = found(IMAGE + OTHER.hex());
  private static final Workload RESTARTING =
      new Workload.Found(
          List.of(new Workload.Container("web", IMAGE + TIP.hex())),
          List.of(),
          new Rollout.Progressing("0 of 1 pods are updated"));

  /** Rounded up, so that no soak time ends before its time. */
  private static final String SINCE = "2026-02-03T04:05:07Z";

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

  @Test
  void whatRanBeforeItWasFollowedCountsFromItsOwnTime() {
    // Given
    GitOpsBindingStatus alone = synced(GitOpsBindingStatus.EMPTY, TIP, OLD, false, NOW);

    // When
    GitOpsBindingStatus followed = synced(alone, TIP, OLD, LATER);

    // Then
    assertThat(followed.rollouts()).containsExactly(running(TIP, "2026-02-03T04:05:06Z"));
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
  void aBreakBeginsAnewInTheSameEntry() {
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

  private static GitOpsBindingStatus synced(
      GitOpsBindingStatus before, CommitSha tip, Workload workload, Instant now) {
    return synced(before, tip, workload, true, now);
  }

  private static GitOpsBindingStatus synced(
      GitOpsBindingStatus before, CommitSha tip, Workload workload, boolean followed, Instant now) {
    var observation =
        Observation.of(BINDING, before, null, workload, now)
            .with(Questions.SOURCE_TIP, new Fact.Known<>(tip, now))
            .with(
                Questions.MANIFEST,
                new Fact.Known<>(new ManifestSeen(MANIFEST, List.of(IMAGE + tip.hex())), now));
    var outcome = new Outcome.Kept(tip.hex());
    return RolloutMemory.noted(
        StatusProjector.project(observation, outcome, now), observation, outcome, followed, now);
  }

  private static RolledOutCommit running(CommitSha commit, String since) {
    return new RolledOutCommit(commit.hex(), commit.hex(), since, null);
  }
}
