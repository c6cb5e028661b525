package dev.gitopsbinding.git.lane;

import static dev.gitopsbinding.git.GitListener.Operation.FETCH;
import static dev.gitopsbinding.git.GitListener.Operation.LS_REFS;
import static dev.gitopsbinding.git.GitListener.Operation.PUSH;
import static dev.gitopsbinding.git.LaneFixture.change;
import static dev.gitopsbinding.git.LaneFixture.failure;
import static dev.gitopsbinding.git.LaneFixture.pushed;
import static dev.gitopsbinding.git.lane.HeadFixture.HEAD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.git.store.read.BranchLine;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.change.PushResult;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.git.GitRepository;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Pushes to another branch than the base; git's command line judges. */
class HeadPushTest {
  @AutoClose private final HeadFixture branch = new HeadFixture();
  private final LaneFixture fixture = branch.fixture;
  private final GitRepository repository = branch.repository;

  @Test
  void aHeadThatDoesNotExistIsMadeAtTheBase() {
    // Given
    String base = repository.commit("main", "f", "a: 1\n");

    // When
    PushResult.Pushed pushed = pushed(branch.push(change("f", "a", "1", "2")));

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
  void aSecondCommitGoesOnTopOfTheHead() {
    // Given
    repository.commit("main", "f", "a: 1\n");
    String first = pushed(branch.push(change("f", "a", "1", "2"))).commit().hex();

    // When
    PushResult.Pushed second = pushed(branch.push(change("f", "a", "2", "3")));

    // Then
    assertThat(second.created()).isFalse();
    assertThat(repository.log(HEAD, "%P").getFirst()).isEqualTo(first);
    assertThat(repository.log(HEAD, "%H")).hasSize(3);
    assertThat(fixture.connector.count(FETCH)).as("what was pushed is known").isEqualTo(1);
  }

  @Test
  void whatTheHeadHoldsAlreadyIsNotPushedAgain() {
    // Given
    repository.commit("main", "f", "a: 1\n");
    CommitSha tip = pushed(branch.push(change("f", "a", "1", "2"))).commit();

    // When
    PushResult result = branch.push(change("f", "a", "1", "2"));

    // Then
    assertThat(result)
        .isInstanceOfSatisfying(
            PushResult.AlreadyApplied.class, applied -> assertThat(applied.tip()).isEqualTo(tip));
    assertThat(fixture.connector.count(PUSH)).isEqualTo(1);
  }

  @Test
  void nothingIsMadeWhereTheBaseHoldsItAlready() {
    String base = repository.commit("main", "f", "a: 2\n");
    assertThat(branch.push(change("f", "a", "1", "2")))
        .isInstanceOfSatisfying(
            PushResult.AlreadyApplied.class,
            applied -> assertThat(applied.tip().hex()).isEqualTo(base));
    assertThat(repository.git("branch", "--format=%(refname:short)")).isEqualTo("main");
  }

  @Test
  void severalBindingsShareOnePushOfACommitEach() {
    // Given
    repository.commit("main", Map.of("f", "a: 1\n", "g", "a: 1\n", "h", "a: 1\n"), "base");

    // When
    List<PushResult> results =
        branch.together(
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
  void onlyTheRefusedCommitOfABatchFails() {
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
        branch.together(
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
  void aHeadThatSomebodyMakesAtTheSameTimeIsBuiltOn() {
    // Given
    repository.commit("main", Map.of("f", "a: 1\n", "g", "a: 1\n"), "base");
    repository.git("branch", "draft", "main");
    String theirs = repository.commit("draft", "g", "a: 7\n");
    fixture.connector.beforeNext(PUSH, () -> repository.git("branch", HEAD, "draft"));

    // When
    PushResult.Pushed pushed = pushed(branch.push(change("f", "a", "1", "2")));

    // Then
    assertThat(pushed.created()).as("theirs is not ours to delete").isFalse();
    assertThat(repository.log(HEAD, "%P").getFirst()).isEqualTo(theirs);
    assertThat(repository.text(HEAD, "g")).isEqualTo("a: 7\n");
  }

  @Fault(value = "somebody commits to the head at the same time", holds = "I1")
  @Test
  void aCommitOfSomebodyDuringThePushIsBuiltOn() {
    // Given
    repository.commit("main", Map.of("f", "a: 1\n", "g", "a: 1\n"), "base");
    pushed(branch.push(change("f", "a", "1", "2")));
    List<String> theirs = new ArrayList<>();
    fixture.connector.beforeNext(PUSH, () -> theirs.add(repository.commit(HEAD, "g", "a: 7\n")));

    // When
    pushed(branch.push(change("f", "a", "2", "3")));

    // Then
    assertThat(repository.log(HEAD, "%P").getFirst()).isEqualTo(theirs.getFirst());
    assertThat(repository.text(HEAD, "g")).isEqualTo("a: 7\n");
    assertThat(fixture.counts.retries).hasValue(1);
  }

  @Fault(
      value = "answer of the push that makes the head gets lost",
      holds = {"I2", "I3"})
  @Test
  void aLostAnswerIsLookedUp() {
    // Given
    repository.commit("main", "f", "a: 1\n");
    fixture.connector.loseAnswerOfNext(PUSH, Reason.REMOTE_ERROR);

    // When
    PushResult.Pushed pushed = pushed(branch.push(change("f", "a", "1", "2")));

    // Then
    assertThat(pushed.commit().hex()).isEqualTo(repository.tip(HEAD));
    assertThat(repository.log(HEAD, "%H")).hasSize(2);
    assertThat(fixture.connector.count(PUSH)).isEqualTo(1);
  }

  @Fault(value = "push that never reaches the server", holds = "I2")
  @Test
  void aPushThatWasLostIsRepeated() {
    // Given
    repository.commit("main", "f", "a: 1\n");
    fixture.connector.refuseNext(PUSH, Reason.REMOTE_ERROR);

    // When
    pushed(branch.push(change("f", "a", "1", "2")));

    // Then
    assertThat(repository.log(HEAD, "%H")).hasSize(2);
  }

  @Fault(
      value = "head merged and deleted while the answer gets lost",
      holds = {"I2", "I3"})
  @Test
  void aHeadThatWasMergedAtOnceHasLanded() {
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
    PushResult.Pushed pushed = pushed(branch.push(change("f", "a", "1", "2")));

    // Then
    assertThat(pushed.commit().hex()).isEqualTo(repository.tip("main"));
    assertThat(fixture.connector.count(PUSH)).isEqualTo(1);
  }

  @Test
  void aHeadThatWasDeletedIsMadeAgain() {
    // Given
    repository.commit("main", "f", "a: 1\n");
    pushed(branch.push(change("f", "a", "1", "2")));
    BranchLine before = fixture.lanes.line(branch.head());
    assertThat(fixture.lanes.line(branch.head())).isSameAs(before);
    repository.git("update-ref", "-d", "refs/heads/" + HEAD);

    // When
    pushed(branch.push(change("f", "a", "1", "3")));

    // Then
    assertThat(fixture.lanes.line(branch.head()))
        .as("a commit left the branch")
        .isNotSameAs(before);
    assertThat(repository.log(HEAD, "%P").getFirst()).isEqualTo(repository.tip("main"));
  }
}
