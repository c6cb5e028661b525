package dev.gitopsbinding.git;

import static dev.gitopsbinding.git.GitListener.Operation.FETCH;
import static dev.gitopsbinding.git.GitListener.Operation.LS_REFS;
import static dev.gitopsbinding.git.GitListener.Operation.PUSH;
import static dev.gitopsbinding.git.LaneFixture.AUTHOR;
import static dev.gitopsbinding.git.LaneFixture.change;
import static dev.gitopsbinding.git.LaneFixture.edit;
import static dev.gitopsbinding.git.LaneFixture.failure;
import static dev.gitopsbinding.git.LaneFixture.pushed;
import static dev.gitopsbinding.git.LaneFixture.remote;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.model.ChangeSet;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.PushResult;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.GitRepository;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LaneContentionTest {
  private static final ChangeSet.Author MALLORY =
      new ChangeSet.Author("Mallory", "mallory@example.com");
  private static final String DECLINE_MALLORY =
      """
      while read old new ref; do
        if git log --format=%an $old..$new | grep -q Mallory; then
          printf 'GL-HOOK: \\033[31mno commits of Mallory\\033[0m here\\n' >&2
          exit 1
        fi
      done\
      """;

  private static final String COMMIT_MEANWHILE =
      """
      unset GIT_QUARANTINE_PATH GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES
      export GIT_COMMITTER_NAME=x GIT_COMMITTER_EMAIL=x GIT_AUTHOR_NAME=x GIT_AUTHOR_EMAIL=x
      git update-ref refs/heads/main $(git commit-tree -p main -m raced main^{tree})\
      """;

  @AutoClose private final LaneFixture fixture = new LaneFixture();
  private final GitRepository repository = fixture.repository("deploy");
  private final Remote deploy = remote("deploy");

  @Fault(
      value = "push overtaken before the advertisement",
      holds = {"I1", "I4"})
  @Test
  void recomputesWhenAnotherWriterWasFaster() {
    // Given
    repository.commit("main", "f", "a: 1\nb: 1\n");
    fixture.connector.beforeNext(PUSH, () -> repository.commit("main", "f", "a: 1\nb: 2\n"));
    // When
    PushResult result = fixture.push(deploy, change("f", "a", "1", "2"));
    // Then
    assertThat(pushed(result).commit().hex()).isEqualTo(repository.tip("main"));
    assertThat(repository.text("main", "f")).isEqualTo("a: 2\nb: 2\n");
    assertThat(repository.log("main", "%an")).containsExactly("Grace", "Ada", "Ada");
    assertThat(fixture.connector.count(PUSH)).isEqualTo(2);
    assertThat(fixture.counts.retries).hasValue(1);
    assertThat(fixture.counts.commits).hasValue(1);
  }

  @Fault(
      value = "push overtaken after the advertisement",
      holds = {"I1", "I4"})
  @Test
  void recomputesWhenAnotherWriterWasFasterInsideTheServer() {
    // Given
    repository.commit("main", "f", "a: 1\nb: 1\n");
    repository.hook("pre-receive", "[ -e raced ] && exit 0; touch raced\n" + COMMIT_MEANWHILE);
    // When
    PushResult result = fixture.push(deploy, change("f", "a", "1", "2"));
    // Then
    assertThat(pushed(result).commit().hex()).isEqualTo(repository.tip("main"));
    assertThat(repository.log("main", "%s"))
        .containsExactly("chore: update f", "raced", "change f");
  }

  @Fault(value = "the same scalar written by another meanwhile", holds = "I1")
  @Test
  void isSupersededWhenTheFasterWriterChangedTheSame() {
    // Given
    repository.commit("main", "f", "a: 1\n");
    fixture.connector.beforeNext(PUSH, () -> repository.commit("main", "f", "a: 9\n"));
    // When
    PushResult result = fixture.push(deploy, change("f", "a", "1", "2"));
    // Then
    assertThat(result)
        .isInstanceOfSatisfying(
            PushResult.Superseded.class,
            superseded -> assertThat(superseded.found()).containsExactly("9"));
    assertThat(repository.text("main", "f")).isEqualTo("a: 9\n");
  }

  @Fault(value = "others are always faster", holds = "I2")
  @ParameterizedTest
  @ValueSource(longs = {1_500, 60_000})
  void givesUpWhenOthersAreAlwaysFaster(long deadlineMillis) {
    try (LaneFixture hasty = new LaneFixture(Duration.ofMillis(deadlineMillis))) {
      // Given
      GitRepository busy = hasty.repository("deploy");
      busy.commit("main", "f", "a: 1\n");
      busy.hook("pre-receive", COMMIT_MEANWHILE);
      // When
      PushResult result = hasty.push(deploy, change("f", "a", "1", "2"));
      // Then
      assertThat(failure(result).reason()).isEqualTo(Reason.PUSH_CONTENDED);
      assertThat(busy.text("main", "f")).isEqualTo("a: 1\n");
      assertThat(busy.log("main", "%s")).contains("raced").doesNotContain("chore: update f");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 37, 99})
  void findsTheOffenderAmongAHundredWithFewPushes(int place) {
    // Given
    Map<String, String> files = files(100);
    repository.commit("main", files, "base");
    repository.hook("pre-receive", DECLINE_MALLORY);
    // When
    List<PushResult> results = fixture.together(deploy, withMallory(files, place));
    // Then
    assertDeclined(results.get(place));
    assertThat(results.stream().filter(PushResult.Pushed.class::isInstance)).hasSize(99);
    assertThat(repository.log("main", "%an")).hasSize(100).doesNotContain("Mallory");
    assertThat(repository.text("main", place + ".yaml")).isEqualTo("tag: one\n");
    assertThat(fixture.connector.count(PUSH)).isBetween(2, 11);
  }

  @Fault(value = "hook refuses many of a batch", holds = "I6")
  @Test
  void findsManyOffenders() {
    // Given
    Map<String, String> files = files(30);
    repository.commit("main", files, "base");
    repository.hook("pre-receive", DECLINE_MALLORY);
    List<ChangeSet> changes = new ArrayList<>(withMallory(files, 3));
    changes.set(4, withMallory(files, 4).get(4));
    changes.set(28, withMallory(files, 28).get(28));
    // When
    List<PushResult> results = fixture.together(deploy, changes);
    // Then
    List.of(3, 4, 28).forEach(place -> assertDeclined(results.get(place)));
    assertThat(results.stream().filter(PushResult.Pushed.class::isInstance)).hasSize(27);
    assertThat(repository.log("main", "%an")).hasSize(28).doesNotContain("Mallory");
  }

  @Test
  void answersWhatHangsOnADeclinedCommitAnew() {
    // Given
    repository.commit("main", "f", "a: 1\n");
    repository.hook("pre-receive", DECLINE_MALLORY);
    // When
    List<PushResult> results =
        fixture.together(
            deploy,
            List.of(
                change(MALLORY, "f", edit("a", "1", "2")),
                change(AUTHOR, "f", edit("a", "1", "2")),
                change(AUTHOR, "f", edit("a", "1", "3"))));
    // Then
    assertDeclined(results.get(0));
    pushed(results.get(1));
    assertThat(results.get(2)).isInstanceOf(PushResult.Superseded.class);
    assertThat(repository.log("main", "%an")).containsExactly("Grace", "Ada");
  }

  @Fault(value = "hook refuses while the branch moves", holds = "I6")
  @Test
  void halvesAlsoWhileTheBranchMoves() {
    // Given
    Map<String, String> files = files(4);
    repository.commit("main", files, "base");
    repository.hook("pre-receive", DECLINE_MALLORY);
    IntStream.range(0, 3)
        .forEach(
            i ->
                fixture.connector.afterNext(
                    PUSH, () -> repository.commit("main", "other", "n: " + i)));
    // When
    List<PushResult> results = fixture.together(deploy, withMallory(files, 2));
    // Then
    assertDeclined(results.get(2));
    assertThat(results.stream().filter(PushResult.Pushed.class::isInstance)).hasSize(3);
  }

  @Test
  void healsOnceTheServerAccepts() {
    // Given
    repository.commit("main", "f", "a: 1\n");
    repository.declinePushes("frozen");
    assertThat(failure(fixture.push(deploy, change("f", "a", "1", "2"))).message())
        .contains("frozen");
    // When
    repository.removeHook("pre-receive");
    // Then
    pushed(fixture.push(deploy, change("f", "a", "1", "2")));
  }

  @Fault(value = "object that the server cannot take", holds = "I6")
  @Test
  void keepsAnObjectTheServerCannotTakeFromTheOthers() {
    // Given
    Map<String, String> files = files(4);
    repository.commit("main", files, "base");
    repository.git("config", "receive.fsckObjects", "true");
    ChangeSet poisoned =
        new ChangeSet(
            change("1.yaml", "tag", "one", "two").binding(),
            change("1.yaml", "tag", "one", "two").edits(),
            AUTHOR,
            "nul \0 byte",
            () -> true);
    // When
    List<PushResult> results =
        fixture.together(
            deploy,
            List.of(
                change("0.yaml", "tag", "one", "two"),
                poisoned,
                change("2.yaml", "tag", "one", "two"),
                change("3.yaml", "tag", "one", "two")));
    // Then
    assertThat(failure(results.get(1)).reason()).isEqualTo(Reason.REMOTE_ERROR);
    assertThat(results.stream().filter(PushResult.Pushed.class::isInstance)).hasSize(3);
  }

  @Fault(value = "answer of a push lost", holds = "I3")
  @Test
  void seesThatAPushWorkedThoughTheConnectionWasCut() {
    // Given
    repository.commit("main", "f", "a: 1\n");
    fixture.connector.loseAnswerOfNext(PUSH, Reason.HOST_UNREACHABLE);
    // When
    PushResult result = fixture.push(deploy, change("f", "a", "1", "2"));
    // Then
    assertThat(pushed(result).commit().hex()).isEqualTo(repository.tip("main"));
    assertThat(repository.log("main", "%H")).hasSize(2);
    assertThat(fixture.connector.count(PUSH)).isOne();
    assertThat(fixture.counts.commits).hasValue(1);
  }

  @Fault(
      value = "answer of a push lost, and others pushed since",
      holds = {"I1", "I3"})
  @Test
  void seesThatAPushWorkedThoughOthersPushedSince() {
    // Given
    repository.commit("main", "f", "a: 1\n");
    fixture.connector.loseAnswerOfNext(PUSH, Reason.REMOTE_ERROR);
    fixture.connector.beforeNext(LS_REFS, () -> {});
    fixture.connector.beforeNext(LS_REFS, () -> repository.commit("main", "g", "other"));
    // When
    PushResult result = fixture.push(deploy, change("f", "a", "1", "2"));
    // Then
    assertThat(pushed(result).commit().hex()).isEqualTo(repository.tip("main~1"));
    assertThat(fixture.connector.count(PUSH)).isOne();
    assertThat(fixture.connector.count(FETCH)).isEqualTo(2);
  }

  @Fault(value = "connection cut before the push", holds = "I2")
  @Test
  void triesAgainWhenTheConnectionWasCutBefore() {
    // Given
    repository.commit("main", "f", "a: 1\n");
    fixture.connector.refuseNext(PUSH, Reason.HOST_UNREACHABLE);
    fixture.connector.refuseNext(PUSH, Reason.REMOTE_ERROR);
    // When
    PushResult result = fixture.push(deploy, change("f", "a", "1", "2"));
    // Then
    pushed(result);
    assertThat(repository.log("main", "%H")).hasSize(2);
    assertThat(fixture.connector.count(PUSH)).isEqualTo(3);
  }

  @Fault(value = "login that may not push", holds = "I2")
  @Test
  void doesNotTryAgainWhatTheLoginMayNotDo() {
    // Given
    repository.commit("main", "f", "a: 1\n");
    fixture.connector.refuseNext(PUSH, Reason.AUTHENTICATION_FAILED);
    // When
    PushResult result = fixture.push(deploy, change("f", "a", "1", "2"));
    // Then
    assertThat(failure(result).reason()).isEqualTo(Reason.AUTHENTICATION_FAILED);
    assertThat(fixture.connector.count(PUSH)).isOne();
  }

  private static Map<String, String> files(int count) {
    Map<String, String> files = new TreeMap<>();
    IntStream.range(0, count).forEach(i -> files.put(i + ".yaml", "tag: one\n"));
    return files;
  }

  private static List<ChangeSet> withMallory(Map<String, String> files, int place) {
    return IntStream.range(0, files.size())
        .mapToObj(
            i -> change(i == place ? MALLORY : AUTHOR, i + ".yaml", edit("tag", "one", "two")))
        .toList();
  }

  private static void assertDeclined(PushResult result) {
    assertThat(failure(result)).isInstanceOf(Failure.Declined.class);
    assertThat(failure(result).message())
        .startsWith("ssh://example.com/deploy refused the push to main: '")
        .contains("hook declined")
        .contains("no commits of Mallory here")
        .doesNotContain("\u001b", "\n");
  }
}
