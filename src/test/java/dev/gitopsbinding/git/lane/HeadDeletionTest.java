package dev.gitopsbinding.git.lane;

import static dev.gitopsbinding.git.GitListener.Operation.PUSH;
import static dev.gitopsbinding.git.LaneFixture.PATIENCE;
import static dev.gitopsbinding.git.LaneFixture.change;
import static dev.gitopsbinding.git.LaneFixture.failure;
import static dev.gitopsbinding.git.LaneFixture.ok;
import static dev.gitopsbinding.git.LaneFixture.pushed;
import static dev.gitopsbinding.git.lane.HeadFixture.HEAD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.git.GitRepository;
import java.time.Instant;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Deletes branches that were pushed to; git's command line judges. */
class HeadDeletionTest {
  @AutoClose private final HeadFixture branch = new HeadFixture();
  private final LaneFixture fixture = branch.fixture;
  private final GitRepository repository = branch.repository;
  private final Remote deploy = branch.deploy;

  @Test
  void aHeadIsDeletedIfItDidNotMove() {
    // Given
    repository.commit("main", "f", "a: 1\n");
    CommitSha tip = pushed(branch.push(change("f", "a", "1", "2"))).commit();

    // When
    boolean deleted = ok(fixture.lanes.deleteBranch(deploy, HEAD, tip, PATIENCE));

    // Then
    assertThat(deleted).isTrue();
    assertThat(repository.git("branch", "--format=%(refname:short)")).isEqualTo("main");
    assertThat(ok(fixture.lanes.deleteBranch(deploy, HEAD, tip, PATIENCE)))
        .as("it is gone")
        .isFalse();
    assertThat(branch.state().tip()).isNull();
  }

  @Fault(value = "somebody commits to a head that is to be deleted", holds = "I1")
  @Test
  void aHeadThatMovedIsNotDeleted() {
    // Given
    repository.commit("main", "f", "a: 1\n");
    CommitSha tip = pushed(branch.push(change("f", "a", "1", "2"))).commit();
    String theirs = repository.commit(HEAD, "h", "x\n");

    // When
    boolean deleted = ok(fixture.lanes.deleteBranch(deploy, HEAD, tip, PATIENCE));

    // Then
    assertThat(deleted).isFalse();
    assertThat(repository.tip(HEAD)).isEqualTo(theirs);
  }

  @Fault(value = "answer of a deletion gets lost", holds = "I2")
  @Test
  void aDeletionWithoutAnAnswerIsLookedUp() {
    // Given
    repository.commit("main", "f", "a: 1\n");
    CommitSha tip = pushed(branch.push(change("f", "a", "1", "2"))).commit();
    fixture.connector.loseAnswerOfNext(PUSH, Reason.REMOTE_ERROR);

    // When
    boolean deleted = ok(fixture.lanes.deleteBranch(deploy, HEAD, tip, PATIENCE));

    // Then
    assertThat(deleted).isTrue();
  }

  @Test
  void aDeletedHeadIsNotRemembered() {
    // Given
    repository.commit("main", "f", "a: 1\n");
    CommitSha tip = pushed(branch.push(change("f", "a", "1", "2"))).commit();

    // When
    ok(fixture.lanes.deleteBranch(deploy, HEAD, tip, PATIENCE));

    // Then
    assertThat(ok(fixture.lanes.head(deploy, HEAD, Instant.EPOCH, PATIENCE)).tip()).isNull();
    assertThat(fixture.lanes.knownTip(branch.head(), Instant.EPOCH)).isEmpty();
  }

  @Test
  void aHeadThatMovedBeforeItsDeletionIsReadAgain() {
    // Given
    repository.commit("main", "f", "a: 1\n");
    CommitSha tip = pushed(branch.push(change("f", "a", "1", "2"))).commit();
    String theirs = repository.commit(HEAD, "h", "x\n");

    // When
    ok(fixture.lanes.deleteBranch(deploy, HEAD, tip, PATIENCE));

    // Then
    assertThat(ok(fixture.lanes.head(deploy, HEAD, Instant.EPOCH, PATIENCE)).tip())
        .isEqualTo(new CommitSha(theirs));
  }

  @Test
  void theBaseIsNeverDeleted() {
    // Given
    CommitSha tip = new CommitSha(repository.commit("main", "f", "a: 1\n"));

    // When, Then
    assertThat(failure(fixture.lanes.deleteBranch(deploy, "main", tip, PATIENCE)).message())
        .startsWith("spec.push.branch: ")
        .contains("main");
    assertThat(repository.tip("main")).isEqualTo(tip.hex());
    assertThat(fixture.connector.count(PUSH)).isZero();
  }

  @Test
  void aServerThatKeepsBranchesSaysSo() {
    // Given
    repository.commit("main", "f", "a: 1\n");
    CommitSha tip = pushed(branch.push(change("f", "a", "1", "2"))).commit();
    repository.git("config", "receive.denyDeletes", "true");

    // When, Then
    assertThat(failure(fixture.lanes.deleteBranch(deploy, HEAD, tip, PATIENCE)).message())
        .contains("refused to delete the branch " + HEAD);
    assertThat(repository.tip(HEAD)).isEqualTo(tip.hex());
  }
}
