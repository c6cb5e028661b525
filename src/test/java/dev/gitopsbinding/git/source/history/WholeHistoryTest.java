package dev.gitopsbinding.git.source.history;

import static dev.gitopsbinding.git.LaneFixture.failure;
import static dev.gitopsbinding.git.LaneFixture.ok;
import static dev.gitopsbinding.git.LaneFixture.remote;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.git.GitRepository;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** After 1 000 commits all are fetched at once, or 8 000 where these are too many. */
class WholeHistoryTest {
  @AutoClose private final HistoryFixture fixture = new HistoryFixture();
  private final GitRepository git = fixture.repository("web", true);
  private List<CommitSha> commits = List.of();

  @Test
  void aHistoryThatIsTooLongIsReadEightThousandBack() {
    // Given
    commits = HistoryFixture.commits(git, 60_001);
    CommitSha tip = commits.getLast();
    CommitSha near = commits.get(commits.size() - 7_000);
    CommitSha far = commits.get(commits.size() - 9_000);

    // Then
    assertThat(fixture.line("web", tip, near)).isInstanceOf(FirstParentLine.Found.class);
    assertThat(fixture.fetches()).as("64, 1 000, all, which are refused, and 8 000").isEqualTo(4);
    for (int i = 0; i < 2; i++) {
      assertThat(fixture.line("web", tip, far)).isEqualTo(new FirstParentLine.BeyondReach(8_000));
    }
    assertThat(fixture.fetches()).as("what is too much is not asked for again").isEqualTo(4);

    // When
    fixture.pass(Duration.ofMinutes(61));

    // Then
    assertThat(fixture.line("web", tip, far)).isEqualTo(new FirstParentLine.BeyondReach(8_000));
    assertThat(fixture.fetches()).as("once an hour").isEqualTo(5);
  }

  @Fault(value = "a host that never comes to the end of a whole history", holds = "I2")
  @ParameterizedTest
  @EnumSource(
      value = Reason.class,
      names = {"TIMED_OUT", "HOST_UNREACHABLE", "REMOTE_ERROR"})
  void whereTheWholeFailsEightThousandAreFetchedNext(Reason reason) {
    // Given
    commits = HistoryFixture.commits(git, 9_000);
    CommitSha tip = commits.getLast();
    fixture.line("web", tip, commits.get(8_500));

    // When
    fixture.failNextFetch(reason);
    assertThat(failure(line(commits.get(2_000), LaneFixture.PATIENCE)).reason()).isEqualTo(reason);

    // Then
    int fetches = fixture.fetches();
    assertThat(fixture.line("web", tip, commits.get(2_000)).isBeyondReach()).isFalse();
    assertThat(fixture.line("web", tip, commits.get(1_500)).isBeyondReach()).isFalse();
    assertThat(fixture.fetches()).isEqualTo(fetches + 1);
    assertThat(fixture.line("web", tip, commits.getFirst()).isBeyondReach()).isFalse();
    assertThat(fixture.fetches()).as("and then the whole").isEqualTo(fetches + 2);
  }

  @Test
  void whoHasLittleTimeDoesNotBeginWithTheWhole() {
    // Given
    commits = HistoryFixture.commits(git, 9_000);

    // When
    ok(line(commits.get(2_000), Duration.ofSeconds(29)));

    // Then
    assertThat(fixture.fetches()).as("64, 1 000, 8 000").isEqualTo(3);
    assertThat(fixture.line("web", commits.getLast(), commits.getFirst()).isBeyondReach())
        .isFalse();
    assertThat(fixture.fetches()).isEqualTo(4);
  }

  private Result<FirstParentLine> line(CommitSha wanted, Duration timeout) {
    return fixture.histories.line(remote("web"), commits.getLast(), wanted::equals, timeout);
  }
}
