package dev.gitopsbinding.git.source.history;

import static dev.gitopsbinding.git.LaneFixture.PATIENCE;
import static dev.gitopsbinding.git.LaneFixture.failure;
import static dev.gitopsbinding.git.LaneFixture.ok;
import static dev.gitopsbinding.git.LaneFixture.remote;
import static dev.gitopsbinding.git.source.history.HistoryFixture.commits;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.commit.SourceCommit;
import dev.gitopsbinding.testing.git.GitRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Lists of the commits of a push, which may not take long. */
class CommitListsTest {
  /** What a list of commits waits for at most. */
  private static final Duration HURRY = Duration.ofSeconds(5);

  @AutoClose private final HistoryFixture fixture = new HistoryFixture();
  private final SourceHistories histories = fixture.histories;
  private final GitRepository git = fixture.repository("web", true);
  private final Remote web = remote("web");

  @Test
  void aListOfCommitsThatIsLateKeepsTheCopyOfAll() {
    // Given
    List<CommitSha> commits = commits(git, 100);
    fixture.line("web", commits.getLast(), commits.getFirst());
    CommitSha next = new CommitSha(git.commit("main", "f", "next"));

    // When
    fixture.failNextFetch(Reason.TIMED_OUT);
    assertThat(
            failure(histories.range(web, HistoryContent.COMMITS, next, next, null, false, HURRY))
                .reason())
        .isEqualTo(Reason.TIMED_OUT);

    // Then: the copy is as deep as it was, and holds what came late
    int fetched = fixture.fetches();
    assertThat(fixture.subject("web", HistoryContent.COMMITS, next, commits.getFirst()).text())
        .isEqualTo("c");
    assertThat(fixture.fetches()).isEqualTo(fetched);
  }

  @Test
  void aListOfCommitsFetchesAMoveThatIsTooLargeAgain() {
    // Given
    CommitSha old = commits(git, 100).getLast();
    ok(histories.range(web, HistoryContent.COMMITS, old, old, null, false, PATIENCE));

    // When
    CommitSha tip = commits(git, 20_100).getLast();

    // Then
    assertThat(hurriedly(tip).newest()).extracting(SourceCommit::commit).containsExactly(tip);
  }

  @Test
  void aListOfCommitsReplacesACopyOfManyPacks() throws IOException {
    // Given
    CommitSha old = commits(git, 100).getLast();
    ok(histories.range(web, HistoryContent.COMMITS, old, old, null, false, PATIENCE));
    Path folder = packs().getFirst().getParent();
    for (int i = 0; i <= 250; i++) {
      Files.createFile(folder.resolve("pack-%040x.pack".formatted(i)));
    }

    // When
    CommitSha tip = new CommitSha(git.commit("main", "f", "next"));
    hurriedly(tip);

    // Then
    assertThat(packs()).hasSize(1);
  }

  /** Again if it was late, as on a busy machine. */
  private CommitRange hurriedly(CommitSha tip) {
    Result<CommitRange> range =
        histories.range(web, HistoryContent.COMMITS, tip, tip, null, false, HURRY);
    for (int i = 0; i < 5 && isLate(range); i++) {
      range = histories.range(web, HistoryContent.COMMITS, tip, tip, null, false, HURRY);
    }
    return ok(range);
  }

  private static boolean isLate(Result<CommitRange> range) {
    return range instanceof Result.Failed<CommitRange>(Failure failure)
        && failure.reason() == Reason.TIMED_OUT;
  }

  private List<Path> packs() throws IOException {
    try (var files = Files.walk(fixture.copies)) {
      return files.filter(file -> file.toString().endsWith(".pack")).toList();
    }
  }
}
