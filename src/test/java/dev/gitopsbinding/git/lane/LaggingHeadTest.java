package dev.gitopsbinding.git.lane;

import static dev.gitopsbinding.git.GitListener.Operation.PUSH;
import static dev.gitopsbinding.git.LaneFixture.change;
import static dev.gitopsbinding.git.LaneFixture.failure;
import static dev.gitopsbinding.git.LaneFixture.pushed;
import static dev.gitopsbinding.git.lane.HeadFixture.HEAD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.git.lane.read.HeadState;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.change.PushResult;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.git.GitRepository;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Heads that their base has left behind; git's command line judges. */
class LaggingHeadTest {
  /** Lines between two keys, so that changes of both do not touch each other. */
  private static final String GAP = "\n\n\n\n";

  @AutoClose private final HeadFixture branch = new HeadFixture();
  private final LaneFixture fixture = branch.fixture;
  private final GitRepository repository = branch.repository;

  @Test
  void theBaseIsMergedBeforeTheNextCommit() {
    // Given
    repository.commit("main", Map.of("f", "a: 1\n", "g", "b: 1\n"), "base");
    String ours = pushed(branch.push(change("f", "a", "1", "2"))).commit().hex();
    String theirs = repository.commit("main", "g", "b: 7\n");

    // When
    pushed(branch.push(change("f", "a", "2", "3")));

    // Then
    List<String> log = repository.log(HEAD, "%P|%an|%cn|%s");
    assertThat(repository.git("log", "-1", "--format=%P|%an|%cn|%s", HEAD + "^"))
        .isEqualTo(ours + " " + theirs + "|Operator|Operator|Merge branch main into " + HEAD);
    assertThat(log).hasSize(5);
    assertThat(repository.git("merge-base", "main", HEAD)).isEqualTo(theirs);
    assertThat(repository.text(HEAD, "f") + repository.text(HEAD, "g")).isEqualTo("a: 3\nb: 7\n");
    assertThat(branch.state()).matches(HeadState::own).matches(state -> !state.lags());
    assertThat(fixture.connector.count(PUSH)).as("merge and commit go in one push").isEqualTo(2);
  }

  @Test
  void aHeadWithoutCommitsOfItsOwnIsForwarded() {
    // Given
    repository.commit("main", Map.of("f", "a: 1\n", "g", "b: 1\n"), "base");
    pushed(branch.push(change("f", "a", "1", "2")));
    repository.git("update-ref", "refs/heads/main", "refs/heads/" + HEAD);
    String theirs = repository.commit("main", "g", "b: 7\n");

    // When
    pushed(branch.push(change("f", "a", "2", "3")));

    // Then
    assertThat(repository.log(HEAD, "%P").getFirst()).isEqualTo(theirs);
  }

  @Test
  void theBaseWinsAConflictWithOwnCommitsAndTheBindingWritesAgain() {
    // Given
    repository.commit("main", "f", "a: 1" + GAP + "b: 1" + GAP + "c: 1\n");
    pushed(branch.push(change("f", "a", "1", "2")));
    pushed(branch.push(change("f", "c", "1", "5")));
    repository.commit("main", "f", "a: 7" + GAP + "b: 7" + GAP + "c: 1\n");

    // When
    pushed(branch.push(change("f", "a", "7", "3")));

    // Then
    assertThat(repository.text(HEAD, "f"))
        .as("the edit of another binding stays")
        .isEqualTo("a: 3" + GAP + "b: 7" + GAP + "c: 5\n");
    assertThat(branch.state().lags()).isFalse();
  }

  @Fault(value = "somebody committed to a head that conflicts", holds = "I1")
  @Test
  void aConflictWithACommitOfSomebodyIsNotMerged() {
    // Given
    repository.commit("main", "f", "a: 1" + GAP + "b: 1\n");
    pushed(branch.push(change("f", "a", "1", "2")));
    String theirs = repository.commit(HEAD, "f", "a: 2" + GAP + "b: theirs\n");
    repository.commit("main", "f", "a: 1" + GAP + "b: 7\n");

    // When
    pushed(branch.push(change("f", "a", "2", "3")));

    // Then
    assertThat(repository.log(HEAD, "%P").getFirst()).isEqualTo(theirs);
    assertThat(repository.text(HEAD, "f")).isEqualTo("a: 3" + GAP + "b: theirs\n");
    assertThat(branch.state().lags()).isTrue();
  }

  @Fault(value = "somebody committed to a head that lags", holds = "I1")
  @Test
  void aCommitOfSomebodyIsKeptByTheMerge() {
    // Given
    repository.commit("main", "f", "a: 1" + GAP + "b: 1" + GAP + "c: 1\n");
    pushed(branch.push(change("f", "a", "1", "2")));
    String theirs = repository.commit(HEAD, "f", "a: 2" + GAP + "b: theirs" + GAP + "c: 1\n");
    repository.commit("main", "f", "a: 1" + GAP + "b: 1" + GAP + "c: 7\n");

    // When
    pushed(branch.push(change("f", "a", "2", "3")));

    // Then
    assertThat(repository.text(HEAD, "f")).isEqualTo("a: 3" + GAP + "b: theirs" + GAP + "c: 7\n");
    assertThat(repository.log(HEAD, "%H")).contains(theirs, repository.tip("main"));
  }

  @Test
  void aMergeAloneIsPushedIfTheHeadHoldsTheEdit() {
    // Given
    repository.commit("main", Map.of("f", "a: 1\n", "g", "b: 1\n"), "base");
    pushed(branch.push(change("f", "a", "1", "2")));
    repository.commit("main", "g", "b: 7\n");

    // When
    PushResult result = branch.push(change("f", "a", "1", "2"));

    // Then
    assertThat(result)
        .isInstanceOfSatisfying(
            PushResult.AlreadyApplied.class,
            applied -> assertThat(applied.tip().hex()).isEqualTo(repository.tip(HEAD)));
    assertThat(branch.state().lags()).isFalse();
    assertThat(repository.text(HEAD, "g")).isEqualTo("b: 7\n");
  }

  @Test
  void nothingIsMergedForAChangeSetThatWasSuperseded() {
    // Given
    repository.commit("main", Map.of("f", "a: 1\n", "g", "b: 1\n"), "base");
    String tip = pushed(branch.push(change("f", "a", "1", "2"))).commit().hex();
    repository.commit("main", "g", "b: 7\n");

    // When
    PushResult result = branch.push(change("f", "a", "8", "9"));

    // Then
    assertThat(result).isEqualTo(new PushResult.Superseded());
    assertThat(repository.tip(HEAD)).isEqualTo(tip);
  }

  @Fault(
      value = "hook refuses merges",
      holds = {"I2", "I6"})
  @Test
  void aServerThatRefusesTheMergeSaysSo() {
    // Given
    repository.commit("main", Map.of("f", "a: 1\n", "g", "b: 1\n"), "base");
    pushed(branch.push(change("f", "a", "1", "2")));
    repository.commit("main", "g", "b: 7\n");
    repository.hook(
        "pre-receive",
        "while read o n r; do git rev-list --merges $n ^$o | grep -q . &&"
            + " { echo 'merges are declined' >&2; exit 1; }; done; exit 0");

    // When
    List<PushResult> results =
        branch.together(List.of(change("f", "a", "1", "2"), change("g", "b", "7", "8")));

    // Then
    results.forEach(result -> assertThat(failure(result).reason()).isEqualTo(Reason.PUSH_DECLINED));
  }

  @Fault(value = "head and base move during the push", holds = "I1")
  @Test
  void aLostRaceMergesTheNewerBase() {
    // Given
    repository.commit("main", Map.of("f", "a: 1\n", "g", "b: 1\n", "h", "c: 1\n"), "base");
    pushed(branch.push(change("f", "a", "1", "2")));
    repository.commit("main", "g", "b: 7\n");
    List<String> others = new ArrayList<>();
    fixture.connector.beforeNext(
        PUSH,
        () -> {
          others.add(repository.commit(HEAD, "h", "c: theirs\n"));
          others.add(repository.commit("main", "g", "b: 8\n"));
        });

    // When
    pushed(branch.push(change("f", "a", "2", "3")));

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
  void aLostAnswerMakesNoSecondMerge() {
    // Given
    repository.commit("main", Map.of("f", "a: 1\n", "g", "b: 1\n"), "base");
    pushed(branch.push(change("f", "a", "1", "2")));
    repository.commit("main", "g", "b: 7\n");
    fixture.connector.loseAnswerOfNext(PUSH, Reason.TIMED_OUT);

    // When
    PushResult.Pushed pushed = pushed(branch.push(change("f", "a", "2", "3")));

    // Then
    assertThat(pushed.commit().hex()).isEqualTo(repository.tip(HEAD));
    assertThat(repository.git("log", "--merges", "--format=%H", HEAD).lines()).hasSize(1);
  }
}
