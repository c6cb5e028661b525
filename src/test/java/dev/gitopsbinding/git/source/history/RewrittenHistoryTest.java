package dev.gitopsbinding.git.source.history;

import static dev.gitopsbinding.git.source.history.HistoryFixture.commits;
import static dev.gitopsbinding.git.source.history.HistoryFixture.rewrite;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.testing.git.GitRepository;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is answered of a branch that was rewritten, in short and in long histories. */
class RewrittenHistoryTest {
  @AutoClose private final HistoryFixture fixture = new HistoryFixture();

  @ParameterizedTest
  @CsvSource({"true, 12000, 3", "false, 300, 4"})
  void aForcePushIsNoticedInALongHistoryWithoutReadingAllOfIt(
      boolean filters, int length, int fetches) {
    // Given
    GitRepository git = fixture.repository("web", filters);
    List<CommitSha> commits = commits(git, length);
    CommitSha old = commits.getLast();
    CommitSha fork = commits.get(length - 4);

    // When
    CommitSha other = rewrite(git, fork);

    // Then
    assertThat(fixture.descent("web", other, old)).isEqualTo(new Descent.Unrelated(old, fork));
    assertThat(fixture.fetches()).isEqualTo(fetches);
    assertThat(fixture.descent("web", other, old)).isEqualTo(new Descent.Unrelated(old, fork));
    assertThat(fixture.fetches()).as("nothing is fetched twice").isEqualTo(fetches);
  }

  @Test
  void theCommonCommitIsFoundWhereTheOldCommitIsFarFromIt() {
    // Given
    GitRepository git = fixture.repository("web", true);
    List<CommitSha> commits = commits(git, 500);
    CommitSha fork = commits.get(2);

    // When
    CommitSha other = rewrite(git, fork);

    // Then
    assertThat(fixture.descent("web", other, commits.getLast()))
        .isEqualTo(new Descent.Unrelated(commits.getLast(), fork));
  }

  @ParameterizedTest
  @EnumSource(
      value = Reason.class,
      names = {"HOST_UNREACHABLE", "TIMED_OUT"})
  void aFaultOfTheHostDoesNotHideTheCommonCommitForEver(Reason reason) {
    // Given
    GitRepository git = fixture.repository("web", true);
    List<CommitSha> commits = commits(git, 6);
    CommitSha old = commits.getLast();
    CommitSha fork = commits.get(2);
    CommitSha other = rewrite(git, fork);
    fixture.line("web", other, fork);

    // When
    fixture.failNextFetch(reason);

    // Then
    assertThat(fixture.descent("web", other, old)).isEqualTo(new Descent.Unrelated(null, null));
    assertThat(fixture.descent("web", other, old)).isEqualTo(new Descent.Unrelated(old, fork));
  }

  @Test
  void aTipThatWasForcePushedAwayMeanwhileIsStillAnswered() {
    // Given
    GitRepository git = fixture.repository("web", true);
    List<CommitSha> commits = commits(git, 10);
    CommitSha tip = commits.getLast();

    // When
    CommitSha other = rewrite(git, commits.get(4));

    // Then
    assertThat(fixture.line("web", tip, commits.get(8)))
        .isEqualTo(new FirstParentLine.Found(List.of(tip), commits.get(8)));
    assertThat(fixture.line("web", other, commits.get(4)))
        .isEqualTo(new FirstParentLine.Found(List.of(other), commits.get(4)));
  }
}
