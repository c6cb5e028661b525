package dev.gitopsbinding.git.source.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.testing.GitRepository;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** After 1 000 commits all are fetched at once, or 8 000 where these are too many. */
class WholeHistoryTest {
  @AutoClose private final HistoryFixture fixture = new HistoryFixture();
  private final GitRepository git = fixture.repository("web", true);

  @Test
  void aHistoryThatIsTooLongIsReadEightThousandBack() {
    // Given
    List<CommitSha> commits = HistoryFixture.commits(git, 60_001);
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
}
