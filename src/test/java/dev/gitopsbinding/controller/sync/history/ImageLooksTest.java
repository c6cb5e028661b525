package dev.gitopsbinding.controller.sync.history;

import static dev.gitopsbinding.git.GitListener.Operation.FETCH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.fact.SelectedCommit;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** How many images are looked for, and when again; the registry is scripted. */
class ImageLooksTest {
  @AutoClose private final SelectionFixture fixture = new SelectionFixture();
  private final List<CommitSha> commits = fixture.commits;
  private final Set<CommitSha> built = fixture.built;
  private final List<CommitSha> looks = fixture.looks;

  @Test
  void looksFromTheTipDownForTwentyImagesAndGoesOnInTheNextSync() throws InterruptedException {
    // Given
    built.add(commits.get(3));

    // Then
    assertThat(fixture.find(commits.get(1), GitOpsBindingStatus.EMPTY))
        .isEqualTo(new SelectedCommit(commits.get(1), 28, true));
    assertThat(looks).isEqualTo(commits.subList(10, 30).reversed());
    assertThat(fixture.find(commits.get(1), GitOpsBindingStatus.EMPTY))
        .isEqualTo(new SelectedCommit(commits.get(3), 26, false));
    assertThat(looks).as("none was looked for twice").isEqualTo(commits.subList(3, 30).reversed());
    assertThat(fixture.source.lanes.connector.count(FETCH)).isOne();

    // When: the search has ended, and there is an image for the tip
    built.add(fixture.tip);
    fixture.clock.pass(Duration.ofSeconds(5));

    // Then
    assertThat(fixture.find(commits.get(3), GitOpsBindingStatus.EMPTY))
        .isEqualTo(SelectedCommit.newest(fixture.tip));
  }

  @Test
  void whatHasBeenMissingForLongIsNotLookedForInEachSync() throws InterruptedException {
    // Given: 18 commits without an image, missing for 10 minutes, by the schedule
    CommitSha deployed = commits.get(10);
    fixture.tip = commits.get(28);
    for (int look = 0; look < 20; look++) {
      fixture.find(deployed, GitOpsBindingStatus.EMPTY);
      fixture.clock.pass(Duration.ofSeconds(30));
    }
    looks.clear();

    // When: one more commit, which is looked for every 5 s
    fixture.tip = commits.get(29);
    for (int look = 0; look < 12; look++) {
      fixture.find(deployed, GitOpsBindingStatus.EMPTY);
      fixture.clock.pass(Duration.ofSeconds(5));
    }

    // Then
    assertThat(looks.stream().filter(fixture.tip::equals)).hasSize(12);
    assertThat(looks.stream().filter(commit -> !commit.equals(fixture.tip)))
        .as("as before, and not 12 times each")
        .hasSize(18);
  }

  @Test
  void aBindingThatHasCaughtUpRemembersNoMisses() throws InterruptedException {
    // Given: two images are missing
    CommitSha deployed = commits.get(27);
    fixture.find(deployed, GitOpsBindingStatus.EMPTY);
    fixture.find(deployed, GitOpsBindingStatus.EMPTY);
    assertThat(looks).as("not due again").hasSize(2);

    // When: a person deploys the tip, and takes it back
    fixture.find(fixture.tip, GitOpsBindingStatus.EMPTY);
    looks.clear();
    fixture.find(deployed, GitOpsBindingStatus.EMPTY);

    // Then
    assertThat(looks).isEqualTo(commits.subList(28, 30).reversed());
  }

  @Test
  void anImageIsNoticedWithinTheInterval() throws InterruptedException {
    // Given: the looks have become rare
    CommitSha deployed = commits.get(27);
    for (int look = 0; look < 20; look++) {
      fixture.find(deployed, GitOpsBindingStatus.EMPTY);
      fixture.clock.pass(Duration.ofSeconds(110));
    }
    looks.clear();

    // Then: the next sync may come after a whole interval
    fixture.clock.pass(Duration.ofSeconds(1));
    fixture.find(deployed, GitOpsBindingStatus.EMPTY);
    fixture.clock.pass(Duration.ofSeconds(20));
    fixture.find(deployed, GitOpsBindingStatus.EMPTY);
    assertThat(looks).hasSize(4);
  }

  @Test
  void aRequestedSyncLooksForAll() throws InterruptedException {
    // Given
    CommitSha deployed = commits.get(26);
    fixture.find(deployed, GitOpsBindingStatus.EMPTY);
    fixture.find(deployed, GitOpsBindingStatus.EMPTY);
    assertThat(looks).hasSize(3);

    // When
    fixture.clock.pass(Duration.ofSeconds(1));
    fixture.notBefore = fixture.clock.instant();
    fixture.find(deployed, GitOpsBindingStatus.EMPTY);
    fixture.find(deployed, GitOpsBindingStatus.EMPTY);

    // Then
    assertThat(looks).hasSize(6);
  }

  @Test
  void nothingIsAskedWhereNothingCanBeNewerOrTheLookIsNotDue() throws InterruptedException {
    assertThat(fixture.find(fixture.tip, GitOpsBindingStatus.EMPTY))
        .isEqualTo(SelectedCommit.newest(fixture.tip));
    assertThat(fixture.find("old", GitOpsBindingStatus.EMPTY))
        .isEqualTo(SelectedCommit.newest(fixture.tip));
    assertThat(fixture.source.lanes.connector.count(FETCH)).isZero();

    // When
    fixture.due = false;

    // Then
    assertThat(fixture.find(commits.get(27), GitOpsBindingStatus.EMPTY))
        .isEqualTo(new SelectedCommit(commits.get(27), 2, false));
    assertThat(looks).isEmpty();
  }

  @Test
  void aRegistryThatFailsIsNoMissingImage() throws InterruptedException {
    // Given
    fixture.registryFails = true;

    // Then
    assertThat(
            fixture.finder.find(
                fixture.observation(commits.get(2).hex(), GitOpsBindingStatus.EMPTY),
                TimeLimit.in(LaneFixture.PATIENCE)))
        .isInstanceOfSatisfying(
            Fact.Unavailable.class,
            fact -> assertThat(fact.failure().reason()).isEqualTo(Reason.REGISTRY_UNAVAILABLE));
  }
}
