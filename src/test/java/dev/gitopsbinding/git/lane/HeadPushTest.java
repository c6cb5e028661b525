package dev.gitopsbinding.git.lane;

import static dev.gitopsbinding.git.GitListener.Operation.FETCH;
import static dev.gitopsbinding.git.GitListener.Operation.LS_REFS;
import static dev.gitopsbinding.git.GitListener.Operation.PUSH;
import static dev.gitopsbinding.git.LaneFixture.PATIENCE;
import static dev.gitopsbinding.git.LaneFixture.await;
import static dev.gitopsbinding.git.LaneFixture.change;
import static dev.gitopsbinding.git.LaneFixture.failure;
import static dev.gitopsbinding.git.LaneFixture.ok;
import static dev.gitopsbinding.git.LaneFixture.pushed;
import static dev.gitopsbinding.git.LaneFixture.remote;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.lane.read.HeadState;
import dev.gitopsbinding.git.store.read.BranchLine;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.change.ChangeSet;
import dev.gitopsbinding.model.change.PendingPush;
import dev.gitopsbinding.model.change.PushResult;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.GitRepository;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Pushes to another branch than the base; git's command line judges. */
class HeadPushTest {
  private static final String HEAD = "gitops/web";

  @AutoClose private final LaneFixture fixture = new LaneFixture();
  private final GitRepository repository = fixture.repository("deploy");
  private final Remote deploy = remote("deploy");

  @AfterEach
  void leaves_a_sound_repository() {
    assertThat(repository.git("fsck", "--strict", "--no-dangling")).isEmpty();
  }

  @Test
  void a_head_that_does_not_exist_is_made_at_the_base() {
    // Given
    String base = repository.commit("main", "f", "a: 1\n");

    // When
    PushResult.Pushed pushed = pushed(push(change("f", "a", "1", "2")));

    // Then
    assertThat(repository.tip("main")).isEqualTo(base);
    assertThat(pushed.commit().hex()).isEqualTo(repository.tip(HEAD));
    assertThat(pushed.tip()).isEqualTo(pushed.commit());
    assertThat(pushed.created()).isTrue();
    assertThat(repository.log(HEAD, "%P %cn").getFirst()).isEqualTo(base + " Operator");
    assertThat(repository.text(HEAD, "f")).isEqualTo("a: 2\n");
    assertThat(fixture.connector.count(LS_REFS)).isEqualTo(1);
    assertThat(fixture.connector.count(FETCH)).isEqualTo(1);
    assertThat(fixture.connector.count(PUSH)).isEqualTo(1);
  }

  @Test
  void a_second_commit_goes_on_top_of_the_head() {
    // Given
    repository.commit("main", "f", "a: 1\n");
    String first = pushed(push(change("f", "a", "1", "2"))).commit().hex();

    // When
    PushResult.Pushed second = pushed(push(change("f", "a", "2", "3")));

    // Then
    assertThat(second.created()).isFalse();
    assertThat(repository.log(HEAD, "%P").getFirst()).isEqualTo(first);
    assertThat(repository.log(HEAD, "%H")).hasSize(3);
    assertThat(fixture.connector.count(FETCH)).as("what was pushed is known").isEqualTo(1);
  }

  @Test
  void what_the_head_holds_already_is_not_pushed_again() {
    // Given
    repository.commit("main", "f", "a: 1\n");
    CommitSha tip = pushed(push(change("f", "a", "1", "2"))).commit();

    // When
    PushResult result = push(change("f", "a", "1", "2"));

    // Then
    assertThat(result)
        .isInstanceOfSatisfying(
            PushResult.AlreadyApplied.class, applied -> assertThat(applied.tip()).isEqualTo(tip));
    assertThat(fixture.connector.count(PUSH)).isEqualTo(1);
  }

  @Test
  void nothing_is_made_where_the_base_holds_it_already() {
    String base = repository.commit("main", "f", "a: 2\n");
    assertThat(push(change("f", "a", "1", "2")))
        .isInstanceOfSatisfying(
            PushResult.AlreadyApplied.class,
            applied -> assertThat(applied.tip().hex()).isEqualTo(base));
    assertThat(repository.git("branch", "--format=%(refname:short)")).isEqualTo("main");
  }

  @Test
  void several_bindings_share_one_push_of_a_commit_each() {
    // Given
    repository.commit("main", Map.of("f", "a: 1\n", "g", "a: 1\n", "h", "a: 1\n"), "base");

    // When
    List<PushResult> results =
        together(
            List.of(
                change("f", "a", "1", "2"),
                change("g", "a", "1", "2"),
                change("h", "a", "1", "2")));

    // Then
    results.forEach(LaneFixture::pushed);
    assertThat(repository.log("main.." + HEAD, "%an")).hasSize(3);
    assertThat(fixture.connector.count(PUSH)).isEqualTo(1);
    assertThat(fixture.counts.commits).hasValue(3);
  }

  @Fault(value = "hook refuses one commit of a head", holds = "I6")
  @Test
  void only_the_refused_commit_of_a_batch_fails() {
    // Given
    repository.commit("main", Map.of("f", "a: 1\n", "g", "a: 1\n", "h", "a: 1\n"), "base");
    repository.hook(
        "pre-receive",
        "while read o n r; do git ls-tree $n g | grep -q "
            + repository
                .feed("a: 2\n".getBytes(StandardCharsets.UTF_8), "hash-object", "--stdin")
                .strip()
            + " && { echo 'g is frozen' >&2; exit 1; }; done; exit 0");

    // When
    List<PushResult> results =
        together(
            List.of(
                change("f", "a", "1", "2"),
                change("g", "a", "1", "2"),
                change("h", "a", "1", "2")));

    // Then
    pushed(results.get(0));
    assertThat(failure(results.get(1)).reason()).isEqualTo(Reason.PUSH_DECLINED);
    pushed(results.get(2));
    assertThat(repository.log("main.." + HEAD, "%H")).hasSize(2);
  }

  @Fault(value = "somebody makes the head at the same time", holds = "I1")
  @Test
  void a_head_that_somebody_makes_at_the_same_time_is_built_on() {
    // Given
    repository.commit("main", Map.of("f", "a: 1\n", "g", "a: 1\n"), "base");
    repository.git("branch", "draft", "main");
    String theirs = repository.commit("draft", "g", "a: 7\n");
    fixture.connector.beforeNext(PUSH, () -> repository.git("branch", HEAD, "draft"));

    // When
    PushResult.Pushed pushed = pushed(push(change("f", "a", "1", "2")));

    // Then
    assertThat(pushed.created()).as("theirs is not ours to delete").isFalse();
    assertThat(repository.log(HEAD, "%P").getFirst()).isEqualTo(theirs);
    assertThat(repository.text(HEAD, "g")).isEqualTo("a: 7\n");
  }

  @Fault(value = "somebody commits to the head at the same time", holds = "I1")
  @Test
  void a_commit_of_somebody_during_the_push_is_built_on() {
    // Given
    repository.commit("main", Map.of("f", "a: 1\n", "g", "a: 1\n"), "base");
    pushed(push(change("f", "a", "1", "2")));
    List<String> theirs = new ArrayList<>();
    fixture.connector.beforeNext(PUSH, () -> theirs.add(repository.commit(HEAD, "g", "a: 7\n")));

    // When
    pushed(push(change("f", "a", "2", "3")));

    // Then
    assertThat(repository.log(HEAD, "%P").getFirst()).isEqualTo(theirs.getFirst());
    assertThat(repository.text(HEAD, "g")).isEqualTo("a: 7\n");
    assertThat(fixture.counts.retries).hasValue(1);
  }

  @Fault(
      value = "answer of the push that makes the head gets lost",
      holds = {"I2", "I3"})
  @Test
  void a_lost_answer_is_looked_up() {
    // Given
    repository.commit("main", "f", "a: 1\n");
    fixture.connector.loseAnswerOfNext(PUSH, Reason.REMOTE_ERROR);

    // When
    PushResult.Pushed pushed = pushed(push(change("f", "a", "1", "2")));

    // Then
    assertThat(pushed.commit().hex()).isEqualTo(repository.tip(HEAD));
    assertThat(repository.log(HEAD, "%H")).hasSize(2);
    assertThat(fixture.connector.count(PUSH)).isEqualTo(1);
  }

  @Fault(value = "push that never reaches the server", holds = "I2")
  @Test
  void a_push_that_was_lost_is_repeated() {
    // Given
    repository.commit("main", "f", "a: 1\n");
    fixture.connector.refuseNext(PUSH, Reason.REMOTE_ERROR);

    // When
    pushed(push(change("f", "a", "1", "2")));

    // Then
    assertThat(repository.log(HEAD, "%H")).hasSize(2);
  }

  @Fault(
      value = "head merged and deleted while the answer gets lost",
      holds = {"I2", "I3"})
  @Test
  void a_head_that_was_merged_at_once_has_landed() {
    // Given
    repository.commit("main", "f", "a: 1\n");
    fixture.connector.loseAnswerOfNext(PUSH, Reason.REMOTE_ERROR);
    fixture.connector.beforeNext(LS_REFS, () -> {});
    fixture.connector.beforeNext(
        LS_REFS,
        () -> {
          repository.git("update-ref", "refs/heads/main", "refs/heads/" + HEAD);
          repository.git("update-ref", "-d", "refs/heads/" + HEAD);
        });

    // When
    PushResult.Pushed pushed = pushed(push(change("f", "a", "1", "2")));

    // Then
    assertThat(pushed.commit().hex()).isEqualTo(repository.tip("main"));
    assertThat(fixture.connector.count(PUSH)).isEqualTo(1);
  }

  @Test
  void a_head_that_was_deleted_is_made_again() {
    // Given
    repository.commit("main", "f", "a: 1\n");
    pushed(push(change("f", "a", "1", "2")));
    BranchLine before = fixture.lanes.line(head());
    assertThat(fixture.lanes.line(head())).isSameAs(before);
    repository.git("update-ref", "-d", "refs/heads/" + HEAD);

    // When
    pushed(push(change("f", "a", "1", "3")));

    // Then
    assertThat(fixture.lanes.line(head())).as("a commit left the branch").isNotSameAs(before);
    assertThat(repository.log(HEAD, "%P").getFirst()).isEqualTo(repository.tip("main"));
  }

  @Test
  void the_state_of_a_head_tells_who_committed_and_what_is_merged() {
    // Given
    String base = repository.commit("main", Map.of("f", "a: 1\n", "g", "a: 1\n"), "base");

    // When, Then
    assertThat(state())
        .usingRecursiveComparison()
        .ignoringFields("readAt")
        .isEqualTo(new HeadState(null, true, true, false, new CommitSha(base), Instant.MIN));

    // When, Then
    CommitSha ours = pushed(push(change("f", "a", "1", "2"))).commit();
    assertThat(state().tip()).isEqualTo(ours);
    assertThat(state()).matches(HeadState::own).matches(state -> !state.contained());
    assertThat(state().lags()).isFalse();

    // When, Then
    repository.commit("main", "g", "a: 5\n");
    assertThat(state().lags()).isTrue();
    assertThat(state().own()).isTrue();

    // When, Then
    repository.commit(HEAD, "h", "x\n");
    assertThat(state().own()).isFalse();

    // When, Then
    repository.git("update-ref", "refs/heads/main", "refs/heads/" + HEAD);
    assertThat(state()).matches(HeadState::contained).matches(HeadState::own);
    assertThat(state().lags()).isFalse();
  }

  @Test
  void a_state_that_was_just_read_needs_no_other_request() {
    // Given
    repository.commit("main", "f", "a: 1\n");
    state();
    int before = fixture.connector.count(LS_REFS);

    // When
    ok(fixture.lanes.head(deploy, HEAD, Instant.EPOCH, PATIENCE));

    // Then
    assertThat(fixture.connector.count(LS_REFS)).isEqualTo(before);
  }

  @Test
  void a_head_is_deleted_if_it_did_not_move() {
    // Given
    repository.commit("main", "f", "a: 1\n");
    CommitSha tip = pushed(push(change("f", "a", "1", "2"))).commit();

    // When
    boolean deleted = ok(fixture.lanes.deleteBranch(deploy, HEAD, tip, PATIENCE));

    // Then
    assertThat(deleted).isTrue();
    assertThat(repository.git("branch", "--format=%(refname:short)")).isEqualTo("main");
    assertThat(ok(fixture.lanes.deleteBranch(deploy, HEAD, tip, PATIENCE)))
        .as("it is gone")
        .isFalse();
    assertThat(state().tip()).isNull();
  }

  @Fault(value = "somebody commits to a head that is to be deleted", holds = "I1")
  @Test
  void a_head_that_moved_is_not_deleted() {
    // Given
    repository.commit("main", "f", "a: 1\n");
    CommitSha tip = pushed(push(change("f", "a", "1", "2"))).commit();
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
    CommitSha tip = pushed(push(change("f", "a", "1", "2"))).commit();
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
    CommitSha tip = pushed(push(change("f", "a", "1", "2"))).commit();

    // When
    ok(fixture.lanes.deleteBranch(deploy, HEAD, tip, PATIENCE));

    // Then
    assertThat(ok(fixture.lanes.head(deploy, HEAD, Instant.EPOCH, PATIENCE)).tip()).isNull();
    assertThat(fixture.lanes.knownTip(head(), Instant.EPOCH)).isEmpty();
  }

  @Test
  void a_head_that_moved_before_its_deletion_is_read_anew() {
    // Given
    repository.commit("main", "f", "a: 1\n");
    CommitSha tip = pushed(push(change("f", "a", "1", "2"))).commit();
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
    CommitSha tip = pushed(push(change("f", "a", "1", "2"))).commit();
    repository.git("config", "receive.denyDeletes", "true");

    // When, Then
    assertThat(failure(fixture.lanes.deleteBranch(deploy, HEAD, tip, PATIENCE)).message())
        .contains("refused to delete the branch " + HEAD);
    assertThat(repository.tip(HEAD)).isEqualTo(tip.hex());
  }

  private Remote head() {
    return new Remote(
        new RemoteBranch(deploy.branch().url(), HEAD), deploy.credential(), deploy.tenant());
  }

  private HeadState state() {
    return ok(fixture.lanes.head(deploy, HEAD, Instant.MAX, PATIENCE));
  }

  private PushResult push(ChangeSet change) {
    return await(fixture.lanes.submit(deploy, HEAD, change));
  }

  private List<PushResult> together(List<ChangeSet> changes) {
    List<PendingPush> pushes = new ArrayList<>();
    fixture.whileBlocked(
        LS_REFS,
        () -> changes.forEach(change -> pushes.add(fixture.lanes.submit(deploy, HEAD, change))));
    return pushes.stream().map(LaneFixture::await).toList();
  }
}
