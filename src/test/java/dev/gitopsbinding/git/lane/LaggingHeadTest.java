package dev.gitopsbinding.git.lane;

import static dev.gitopsbinding.git.GitListener.Operation.FETCH;
import static dev.gitopsbinding.git.GitListener.Operation.LS_REFS;
import static dev.gitopsbinding.git.GitListener.Operation.PUSH;
import static dev.gitopsbinding.git.LaneFixture.PATIENCE;
import static dev.gitopsbinding.git.LaneFixture.await;
import static dev.gitopsbinding.git.LaneFixture.change;
import static dev.gitopsbinding.git.LaneFixture.commitOthers;
import static dev.gitopsbinding.git.LaneFixture.failure;
import static dev.gitopsbinding.git.LaneFixture.ok;
import static dev.gitopsbinding.git.LaneFixture.pushed;
import static dev.gitopsbinding.git.LaneFixture.remote;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.lane.read.HeadState;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.RepositoryPath;
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

/** Heads that their base has left behind; git's command line judges. */
class LaggingHeadTest {
  private static final String HEAD = "gitops/web";

  /** Lines between two keys, so that changes of both do not touch each other. */
  private static final String GAP = "\n\n\n\n";

  @AutoClose private final LaneFixture fixture = new LaneFixture();
  private final GitRepository repository = fixture.repository("deploy");
  private final Remote deploy = remote("deploy");

  @AfterEach
  void leaves_a_sound_repository() {
    assertThat(repository.git("fsck", "--strict", "--no-dangling")).isEmpty();
  }

  @Test
  void the_base_is_merged_before_the_next_commit() {
    // Given
    repository.commit("main", Map.of("f", "a: 1\n", "g", "b: 1\n"), "base");
    String ours = pushed(push(change("f", "a", "1", "2"))).commit().hex();
    String theirs = repository.commit("main", "g", "b: 7\n");

    // When
    pushed(push(change("f", "a", "2", "3")));

    // Then
    List<String> log = repository.log(HEAD, "%P|%an|%cn|%s");
    assertThat(repository.git("log", "-1", "--format=%P|%an|%cn|%s", HEAD + "^"))
        .isEqualTo(ours + " " + theirs + "|Operator|Operator|Merge branch main into " + HEAD);
    assertThat(log).hasSize(5);
    assertThat(repository.git("merge-base", "main", HEAD)).isEqualTo(theirs);
    assertThat(repository.text(HEAD, "f") + repository.text(HEAD, "g")).isEqualTo("a: 3\nb: 7\n");
    assertThat(state()).matches(HeadState::own).matches(state -> !state.lags());
    assertThat(fixture.connector.count(PUSH)).as("merge and commit go in one push").isEqualTo(2);
  }

  @Test
  void a_head_without_commits_of_its_own_is_forwarded() {
    // Given
    repository.commit("main", Map.of("f", "a: 1\n", "g", "b: 1\n"), "base");
    pushed(push(change("f", "a", "1", "2")));
    repository.git("update-ref", "refs/heads/main", "refs/heads/" + HEAD);
    String theirs = repository.commit("main", "g", "b: 7\n");

    // When
    pushed(push(change("f", "a", "2", "3")));

    // Then
    assertThat(repository.log(HEAD, "%P").getFirst()).isEqualTo(theirs);
  }

  @Test
  void the_base_wins_a_conflict_with_own_commits_and_the_binding_writes_again() {
    // Given
    repository.commit("main", "f", "a: 1" + GAP + "b: 1" + GAP + "c: 1\n");
    pushed(push(change("f", "a", "1", "2")));
    pushed(push(change("f", "c", "1", "5")));
    repository.commit("main", "f", "a: 7" + GAP + "b: 7" + GAP + "c: 1\n");

    // When
    pushed(push(change("f", "a", "7", "3")));

    // Then
    assertThat(repository.text(HEAD, "f"))
        .as("the edit of another binding stays")
        .isEqualTo("a: 3" + GAP + "b: 7" + GAP + "c: 5\n");
    assertThat(state().lags()).isFalse();
  }

  @Fault(value = "somebody committed to a head that conflicts", holds = "I1")
  @Test
  void a_conflict_with_a_commit_of_somebody_is_not_merged() {
    // Given
    repository.commit("main", "f", "a: 1" + GAP + "b: 1\n");
    pushed(push(change("f", "a", "1", "2")));
    String theirs = repository.commit(HEAD, "f", "a: 2" + GAP + "b: theirs\n");
    repository.commit("main", "f", "a: 1" + GAP + "b: 7\n");

    // When
    pushed(push(change("f", "a", "2", "3")));

    // Then
    assertThat(repository.log(HEAD, "%P").getFirst()).isEqualTo(theirs);
    assertThat(repository.text(HEAD, "f")).isEqualTo("a: 3" + GAP + "b: theirs\n");
    assertThat(state().lags()).isTrue();
  }

  @Fault(value = "somebody committed to a head that lags", holds = "I1")
  @Test
  void a_commit_of_somebody_is_kept_by_the_merge() {
    // Given
    repository.commit("main", "f", "a: 1" + GAP + "b: 1" + GAP + "c: 1\n");
    pushed(push(change("f", "a", "1", "2")));
    String theirs = repository.commit(HEAD, "f", "a: 2" + GAP + "b: theirs" + GAP + "c: 1\n");
    repository.commit("main", "f", "a: 1" + GAP + "b: 1" + GAP + "c: 7\n");

    // When
    pushed(push(change("f", "a", "2", "3")));

    // Then
    assertThat(repository.text(HEAD, "f")).isEqualTo("a: 3" + GAP + "b: theirs" + GAP + "c: 7\n");
    assertThat(repository.log(HEAD, "%H")).contains(theirs, repository.tip("main"));
  }

  @Test
  void a_merge_alone_is_pushed_if_the_head_holds_the_edit() {
    // Given
    repository.commit("main", Map.of("f", "a: 1\n", "g", "b: 1\n"), "base");
    pushed(push(change("f", "a", "1", "2")));
    repository.commit("main", "g", "b: 7\n");

    // When
    PushResult result = push(change("f", "a", "1", "2"));

    // Then
    assertThat(result)
        .isInstanceOfSatisfying(
            PushResult.AlreadyApplied.class,
            applied -> assertThat(applied.tip().hex()).isEqualTo(repository.tip(HEAD)));
    assertThat(state().lags()).isFalse();
    assertThat(repository.text(HEAD, "g")).isEqualTo("b: 7\n");
  }

  @Test
  void nothing_is_merged_for_a_change_set_that_was_superseded() {
    // Given
    repository.commit("main", Map.of("f", "a: 1\n", "g", "b: 1\n"), "base");
    String tip = pushed(push(change("f", "a", "1", "2"))).commit().hex();
    repository.commit("main", "g", "b: 7\n");

    // When
    PushResult result = push(change("f", "a", "8", "9"));

    // Then
    assertThat(result)
        .isInstanceOfSatisfying(
            PushResult.Superseded.class,
            superseded -> assertThat(superseded.tip().hex()).isEqualTo(tip));
    assertThat(repository.tip(HEAD)).isEqualTo(tip);
  }

  @Fault(
      value = "hook refuses merges",
      holds = {"I2", "I6"})
  @Test
  void a_server_that_refuses_the_merge_says_so() {
    // Given
    repository.commit("main", Map.of("f", "a: 1\n", "g", "b: 1\n"), "base");
    pushed(push(change("f", "a", "1", "2")));
    repository.commit("main", "g", "b: 7\n");
    repository.hook(
        "pre-receive",
        "while read o n r; do git rev-list --merges $n ^$o | grep -q . &&"
            + " { echo 'merges are declined' >&2; exit 1; }; done; exit 0");

    // When
    List<PushResult> results =
        together(List.of(change("f", "a", "1", "2"), change("g", "b", "7", "8")));

    // Then
    results.forEach(result -> assertThat(failure(result).reason()).isEqualTo(Reason.PUSH_DECLINED));
  }

  @Fault(value = "head and base move during the push", holds = "I1")
  @Test
  void a_lost_race_merges_the_newer_base() {
    // Given
    repository.commit("main", Map.of("f", "a: 1\n", "g", "b: 1\n", "h", "c: 1\n"), "base");
    pushed(push(change("f", "a", "1", "2")));
    repository.commit("main", "g", "b: 7\n");
    List<String> others = new ArrayList<>();
    fixture.connector.beforeNext(
        PUSH,
        () -> {
          others.add(repository.commit(HEAD, "h", "c: theirs\n"));
          others.add(repository.commit("main", "g", "b: 8\n"));
        });

    // When
    pushed(push(change("f", "a", "2", "3")));

    // Then
    assertThat(repository.log(HEAD, "%H")).containsAll(others);
    assertThat(repository.text(HEAD, "h") + repository.text(HEAD, "g"))
        .isEqualTo("c: theirs\nb: 8\n");
    assertThat(repository.git("log", "--merges", "--format=%H", HEAD).lines()).hasSize(1);
  }

  @Fault(
      value = "answer of a push with a merge gets lost",
      holds = {"I2", "I3"})
  @Test
  void a_lost_answer_makes_no_second_merge() {
    // Given
    repository.commit("main", Map.of("f", "a: 1\n", "g", "b: 1\n"), "base");
    pushed(push(change("f", "a", "1", "2")));
    repository.commit("main", "g", "b: 7\n");
    fixture.connector.loseAnswerOfNext(PUSH, Reason.TIMED_OUT);

    // When
    PushResult.Pushed pushed = pushed(push(change("f", "a", "2", "3")));

    // Then
    assertThat(pushed.commit().hex()).isEqualTo(repository.tip(HEAD));
    assertThat(repository.git("log", "--merges", "--format=%H", HEAD).lines()).hasSize(1);
  }

  @Test
  void a_fork_below_the_usual_depth_is_found_by_a_deeper_fetch() {
    // Given
    commitLongAgo();
    pushed(push(change("f", "a", "1", "2")));
    commitOthers(repository, 150);
    try (Lanes fresh = new Lanes(fixture.connector, fixture.settings, fixture.counts)) {
      int before = fixture.connector.count(FETCH);

      // When
      HeadState state = ok(fresh.head(deploy, HEAD, Instant.MAX, PATIENCE));
      pushed(await(fresh.submit(deploy, HEAD, change("f", "a", "2", "3"))));

      // Then
      assertThat(state).matches(HeadState::lags).matches(HeadState::own);
      assertThat(fixture.connector.count(FETCH) - before).isEqualTo(2);
      assertThat(repository.git("merge-base", "main", HEAD)).isEqualTo(repository.tip("main"));
    }
  }

  @Test
  void a_fork_that_is_too_deep_is_not_merged() {
    // Given
    commitLongAgo();
    String ours = pushed(push(change("f", "a", "1", "2"))).commit().hex();
    commitOthers(repository, 2100);
    try (Lanes fresh = new Lanes(fixture.connector, fixture.settings, fixture.counts)) {
      // When
      pushed(await(fresh.submit(deploy, HEAD, change("f", "a", "2", "3"))));

      // Then
      assertThat(repository.log(HEAD, "%P").getFirst()).isEqualTo(ours);
      HeadState state = ok(fresh.head(deploy, HEAD, Instant.MAX, PATIENCE));
      assertThat(state).matches(HeadState::lags).matches(known -> !known.own());
    }
  }

  @Fault(value = "head and base merged into each other at the same time", holds = "I1")
  @Test
  void two_best_common_ancestors_are_not_merged() {
    // Given
    repository.commit("main", Map.of("f", "a: 1\n", "g", "b: 1\n"), "base");
    String ours = pushed(push(change("f", "a", "1", "2"))).commit().hex();
    String theirs = repository.commit("main", "g", "b: 7\n");
    String tree = repository.git("merge-tree", "--write-tree", ours, theirs);
    repository.git(
        "update-ref",
        "refs/heads/main",
        repository.git("commit-tree", tree, "-p", theirs, "-p", ours, "-m", "one"));
    String crossed = repository.git("commit-tree", tree, "-p", ours, "-p", theirs, "-m", "two");
    repository.git("update-ref", "refs/heads/" + HEAD, crossed);

    // When
    pushed(push(change("f", "a", "2", "3")));

    // Then
    assertThat(repository.log(HEAD, "%P").getFirst()).isEqualTo(crossed);
  }

  @Test
  void bindings_with_different_bases_take_turns_at_one_head() {
    // Given
    repository.commit("main", Map.of("f", "a: 1\n", "g", "b: 1\n"), "base");
    repository.git("branch", "stable", "main");
    String stable = repository.commit("stable", "h", "x\n");
    Remote other =
        new Remote(new RemoteBranch(deploy.branch().url(), "stable"), deploy.credential(), "shop");
    List<PendingPush> pushes = new ArrayList<>();

    // When
    fixture.whileBlocked(
        LS_REFS,
        () -> {
          pushes.add(fixture.lanes.submit(deploy, HEAD, change("f", "a", "1", "2")));
          pushes.add(fixture.lanes.submit(other, HEAD, change("g", "b", "1", "2")));
        });

    // Then
    pushes.forEach(push -> pushed(await(push)));
    assertThat(repository.text(HEAD, "f") + repository.text(HEAD, "g")).isEqualTo("a: 2\nb: 2\n");
    assertThat(repository.log(HEAD, "%H")).contains(stable);
  }

  @Test
  void two_credentials_share_a_head() {
    // Given
    repository.commit("main", Map.of("f", "a: 1\n", "g", "b: 1\n"), "base");
    Remote other = remote("ssh://git@example.com/deploy", "another key");

    // When
    PendingPush one = fixture.lanes.submit(deploy, HEAD, change("f", "a", "1", "2"));
    PendingPush two = fixture.lanes.submit(other, HEAD, change("g", "b", "1", "2"));

    // Then
    pushed(await(one));
    pushed(await(two));
    assertThat(repository.log("main.." + HEAD, "%H")).hasSize(2);
  }

  @Test
  void a_file_of_the_head_is_read_from_the_same_copy() {
    // Given
    repository.commit("main", "f", "a: 1\n");
    pushed(push(change("f", "a", "1", "2")));
    int fetches = fixture.connector.count(FETCH);
    Remote head =
        new Remote(new RemoteBranch(deploy.branch().url(), HEAD), deploy.credential(), "shop");

    // When
    String text =
        ok(fixture.lanes.read(head, new RepositoryPath("f"), Instant.EPOCH, PATIENCE))
            .content()
            .toString();

    // Then
    assertThat(text).isNotEmpty();
    assertThat(fixture.connector.count(FETCH)).isEqualTo(fetches);
    assertThat(fixture.clones()).hasSize(1);
  }

  /** Before the commits of {@link LaneFixture#commitOthers}, whose times are fixed. */
  private void commitLongAgo() {
    String stream =
        """
        commit refs/heads/main
        committer Ada <ada@example.com> 1600000000 +0000
        data 1
        c
        M 100644 inline f
        data 5
        a: 1

        """;
    repository.feed(stream.getBytes(StandardCharsets.UTF_8), "fast-import", "--quiet");
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
