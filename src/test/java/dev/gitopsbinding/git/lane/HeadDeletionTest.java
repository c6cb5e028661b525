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
import dev.gitopsbinding.testing.GitRepository;
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
  void a_head_is_deleted_if_it_did_not_move() {
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
  void a_head_that_moved_is_not_deleted() {
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
  void a_deletion_without_an_answer_is_looked_up() {
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
  void a_deleted_head_is_not_remembered() {
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
  void a_head_that_moved_before_its_deletion_is_read_anew() {
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
  void the_base_is_never_deleted() {
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
  void a_server_that_keeps_branches_says_so() {
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
