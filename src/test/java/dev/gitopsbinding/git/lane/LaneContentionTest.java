package dev.gitopsbinding.git.lane;

import static dev.gitopsbinding.git.GitListener.Operation.FETCH;
import static dev.gitopsbinding.git.GitListener.Operation.LS_REFS;
import static dev.gitopsbinding.git.GitListener.Operation.PUSH;
import static dev.gitopsbinding.git.LaneFixture.change;
import static dev.gitopsbinding.git.LaneFixture.failure;
import static dev.gitopsbinding.git.LaneFixture.pushed;
import static dev.gitopsbinding.git.LaneFixture.remote;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.change.PushResult;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.git.GitRepository;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LaneContentionTest {
  /** What a hook runs so that another push was faster. */
  static final String COMMIT_MEANWHILE =
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
    assertThat(result).isEqualTo(new PushResult.Superseded());
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
}
