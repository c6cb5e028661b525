package dev.gitopsbinding.git.lane.push;

import static dev.gitopsbinding.git.GitListener.Operation.PUSH;
import static dev.gitopsbinding.git.LaneFixture.AUTHOR;
import static dev.gitopsbinding.git.LaneFixture.change;
import static dev.gitopsbinding.git.LaneFixture.edit;
import static dev.gitopsbinding.git.LaneFixture.failure;
import static dev.gitopsbinding.git.LaneFixture.pushed;
import static dev.gitopsbinding.git.LaneFixture.remote;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.change.ChangeSet;
import dev.gitopsbinding.model.change.PushResult;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.git.GitRepository;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that takes no commits of one author: those of the others land. */
class DeclinedCommitTest {
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

  @AutoClose private final LaneFixture fixture = new LaneFixture();
  private final GitRepository repository = fixture.repository("deploy");
  private final Remote deploy = remote("deploy");

  @ParameterizedTest
  @ValueSource(ints = {0, 37, 99})
  void findsTheRefusedOneAmongAHundredWithFewPushes(int place) {
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
  void findsManyRefusedChangeSets() {
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
  void answersAgainWhatDependsOnADeclinedCommit() {
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
            () -> true,
            null);
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
