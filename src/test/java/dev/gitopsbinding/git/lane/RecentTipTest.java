package dev.gitopsbinding.git.lane;

import static dev.gitopsbinding.git.GitListener.Operation.LS_REFS;
import static dev.gitopsbinding.git.GitListener.Operation.PUSH;
import static dev.gitopsbinding.git.LaneFixture.PATIENCE;
import static dev.gitopsbinding.git.LaneFixture.change;
import static dev.gitopsbinding.git.LaneFixture.ok;
import static dev.gitopsbinding.git.LaneFixture.pushed;
import static dev.gitopsbinding.git.LaneFixture.remote;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.change.PushResult;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.git.GitRepository;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A push onto a tip that was read or pushed just now needs no other read. */
class RecentTipTest {
  @AutoClose private final LaneFixture fixture = LaneFixture.reusingTips(Duration.ofHours(1));
  private final GitRepository repository = fixture.repository("deploy");
  private final Remote deploy = remote("deploy");

  @BeforeEach
  void begin() {
    repository.commit("main", "f", "a: 1\nb: 1\n");
  }

  @Test
  void aPushAfterAReadMakesOneRequestAndOneAfterThatPushAnother() {
    // Given
    read();
    assertThat(fixture.connector.count(LS_REFS)).isOne();

    // When
    pushed(fixture.push(deploy, change("f", "a", "1", "2")));
    pushed(fixture.push(deploy, change("f", "b", "1", "2")));

    // Then
    assertThat(repository.text("main", "f")).isEqualTo("a: 2\nb: 2\n");
    assertThat(fixture.connector.count(LS_REFS)).isOne();
    assertThat(fixture.connector.count(PUSH)).isEqualTo(2);
  }

  @Test
  void aTipThatIsTooOldIsReadAgain() {
    try (LaneFixture strict = LaneFixture.reusingTips(Duration.ZERO)) {
      // Given
      GitRepository same = strict.repository("deploy");
      same.commit("main", "f", "a: 1\n");
      ok(strict.lanes.read(deploy, new RepositoryPath("f"), Instant.now(), PATIENCE));

      // When
      pushed(strict.push(deploy, change("f", "a", "1", "2")));

      // Then
      assertThat(strict.connector.count(LS_REFS)).isEqualTo(2);
    }
  }

  @Fault(
      value = "branch moved between the read and the push",
      holds = {"I1", "I4"})
  @Test
  void aTipThatIsNotTheTipAnyMoreLosesNothing() {
    // Given
    read();
    repository.commit("main", "f", "a: 1\nb: by others\n");

    // When
    pushed(fixture.push(deploy, change("f", "a", "1", "2")));

    // Then
    assertThat(repository.text("main", "f")).isEqualTo("a: 2\nb: by others\n");
    assertThat(repository.log("main", "%an")).containsExactly("Grace", "Ada", "Ada");
  }

  @Fault(value = "the same scalar written between the read and the push", holds = "I1")
  @Test
  void whatOthersWroteAfterTheReadIsNotOverwritten() {
    // Given
    read();
    repository.commit("main", "f", "a: 9\nb: 1\n");

    // When
    PushResult result = fixture.push(deploy, change("f", "a", "1", "2"));

    // Then
    assertThat(result).isInstanceOf(PushResult.Superseded.class);
    assertThat(repository.text("main", "f")).isEqualTo("a: 9\nb: 1\n");
  }

  @Test
  void whileAnotherWriterIsFasterTheTipIsReadBeforeEachPush() {
    // Given
    read();
    repository.commit("main", "other", "x");
    pushed(fixture.push(deploy, change("f", "a", "1", "2")));
    int reads = fixture.connector.count(LS_REFS);
    int pushes = fixture.connector.count(PUSH);

    // When: the branch moves again
    repository.commit("main", "other", "y");
    pushed(fixture.push(deploy, change("f", "a", "2", "3")));

    // Then: no push was wasted
    assertThat(fixture.connector.count(LS_REFS)).isEqualTo(reads + 1);
    assertThat(fixture.connector.count(PUSH)).isEqualTo(pushes + 1);

    // When
    pushed(fixture.push(deploy, change("f", "a", "3", "4")));

    // Then: nobody was faster, so the tip that was pushed counts again
    assertThat(fixture.connector.count(LS_REFS)).isEqualTo(reads + 1);
  }

  private void read() {
    ok(fixture.lanes.read(deploy, new RepositoryPath("f"), Instant.now(), PATIENCE));
  }
}
