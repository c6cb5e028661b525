package dev.gitopsbinding.git.source.history;

import static dev.gitopsbinding.git.LaneFixture.failure;
import static dev.gitopsbinding.git.LaneFixture.ok;
import static dev.gitopsbinding.git.LaneFixture.remote;
import static dev.gitopsbinding.git.source.history.HistoryFixture.commits;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.git.GitRepository;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What happens where a history is longer or larger than what is read, or is not sent. */
class HistoryLimitsTest {
  @AutoClose private final HistoryFixture fixture = new HistoryFixture();

  @ParameterizedTest
  @CsvSource({
    "tree,    1100, all,  3",
    "tree,    8100, all,  3",
    "folders, 1100, all, 4",
    "nothing,  250, 200,  4",
    "none,     250, 200,  3"
  })
  void deepensInStepsUpToACap(String filters, int length, String known, int fetches) {
    // Given
    GitRepository git = repository(filters);
    List<CommitSha> commits = commits(git, length);
    CommitSha tip = commits.getLast();
    boolean all = known.equals("all");

    // When
    FirstParentLine line = fixture.line("web", tip, commits.getFirst());

    // Then
    assertThat(line)
        .isEqualTo(
            all
                ? new FirstParentLine.Found(
                    commits.subList(1, length).reversed(), commits.getFirst())
                : new FirstParentLine.BeyondReach(Integer.parseInt(known)));
    assertThat(fixture.fetches()).as("steps, and filters that were refused").isEqualTo(fetches);
    assertThat(fixture.line("web", tip, commits.getFirst())).isEqualTo(line);
    assertThat(fixture.fetches()).as("no more is fetched for the same tip").isEqualTo(fetches);

    // When
    CommitSha next = commits(git, 1).getLast();

    // Then
    assertThat(fixture.line("web", next, commits.getFirst()).isBeyondReach()).isEqualTo(!all);
    assertThat(fixture.fetches()).as("only what is new").isEqualTo(fetches + 1);
  }

  /** What the server leaves out on request. */
  private GitRepository repository(String filters) {
    GitRepository git = fixture.repository("web", !filters.equals("none"));
    switch (filters) {
      case "folders" -> git.git("config", "uploadpackfilter.tree.allow", "false");
      case "nothing" -> git.git("config", "uploadpackfilter.allow", "false");
      default -> {}
    }
    return git;
  }

  @ParameterizedTest
  @EnumSource(
      value = Reason.class,
      names = {"RECEIVED_TOO_MUCH", "TIMED_OUT", "CACHE_FULL"})
  void aStepThatDoesNotFitIsAnsweredFromWhatIsHeldAndNotFetchedAgain(Reason reason) {
    // Given
    GitRepository git = fixture.repository("web", true);
    List<CommitSha> commits = commits(git, 100);
    CommitSha tip = commits.getLast();
    fixture.line("web", tip, commits.get(90));
    boolean mayBeByChance = reason != Reason.RECEIVED_TOO_MUCH;

    // When
    if (mayBeByChance) {
      fixture.failNextFetch(reason);
      assertThat(
              failure(
                      fixture.histories.line(
                          remote("web"), tip, commits.getFirst()::equals, LaneFixture.PATIENCE))
                  .reason())
          .isEqualTo(reason);
    }
    fixture.failNextFetch(reason);

    // Then
    assertThat(fixture.line("web", tip, commits.getFirst()))
        .isEqualTo(new FirstParentLine.BeyondReach(64));
    int fetches = fixture.fetches();
    assertThat(fixture.line("web", tip, commits.getFirst()).isBeyondReach()).isTrue();
    assertThat(fixture.fetches()).isEqualTo(fetches);

    // When
    CommitSha next = commits(git, 1).getLast();

    // Then
    assertThat(fixture.line("web", next, commits.getFirst()))
        .isEqualTo(new FirstParentLine.BeyondReach(65));
    assertThat(fixture.fetches()).as("only what is new").isEqualTo(fetches + 1);
  }

  @Fault(value = "a branch of which 8 000 commits back are 63 000 commits", holds = "I6")
  @Test
  void aPartOfTooManyCommitsIsNotReceived() {
    // Given
    GitRepository git = fixture.repository("web", true);
    CommitSha first = wide(git, 61);
    CommitSha tip = commits(git, 1_100).getLast();

    // Then
    for (int i = 0; i < 2; i++) {
      assertThat(fixture.line("web", tip, first)).isEqualTo(new FirstParentLine.BeyondReach(1_000));
      assertThat(fixture.fetches()).as("64, 1 000 and two refused ones").isEqualTo(4);
    }
  }

  /** Merges of 1 000 commits each; the first of them. */
  private static CommitSha wide(GitRepository git, int merges) {
    StringBuilder stream = new StringBuilder();
    int mark = 0;
    for (int merge = 0; merge < merges; merge++) {
      for (int i = 0; i < 1_000; i++) {
        stream.append("commit refs/side\nmark :%d\n".formatted(++mark));
        stream.append("committer A <a@b> %d +0000\ndata 0\n\nreset refs/side\n\n".formatted(mark));
      }
      stream.append("commit refs/heads/main\ncommitter A <a@b> 1 +0000\ndata 0\n");
      for (int i = 0; i < 1_000; i++) {
        stream.append("merge :").append(mark - i).append('\n');
      }
      stream.append('\n');
    }
    git.feed(
        stream.toString().getBytes(StandardCharsets.UTF_8), "fast-import", "--quiet", "--force");
    return new CommitSha(git.git("rev-list", "--first-parent", "main").lines().toList().getLast());
  }

  @Test
  void aServerThatLearnsToLeaveOutFilesIsAskedForMoreWithinTwoHours() {
    // Given
    GitRepository git = fixture.repository("web", false);
    List<CommitSha> commits = commits(git, 300);
    CommitSha tip = commits.getLast();
    CommitSha first = commits.getFirst();
    assertThat(fixture.line("web", tip, first)).isEqualTo(new FirstParentLine.BeyondReach(200));

    // When: nothing has changed
    int fetches = fixture.fetches();
    fixture.pass(Duration.ofMinutes(61));

    // Then
    for (int i = 0; i < 2; i++) {
      assertThat(fixture.line("web", tip, first)).isEqualTo(new FirstParentLine.BeyondReach(200));
      assertThat(fixture.fetches()).as("asked once, and no file is sent").isEqualTo(fetches + 1);
    }

    // When
    git.git("config", "uploadpack.allowFilter", "true");
    assertThat(fixture.line("web", tip, first)).isEqualTo(new FirstParentLine.BeyondReach(200));
    fixture.pass(Duration.ofMinutes(61));

    // Then
    assertThat(fixture.line("web", tip, first))
        .isEqualTo(new FirstParentLine.Found(commits.subList(1, 300).reversed(), first));
    assertThat(fixture.fetches()).isEqualTo(fetches + 2);
  }

  @Test
  void aShallowSourceIsBeyondReachAndNotFetchedInAllSteps() {
    // Given
    GitRepository whole = fixture.repository("whole", true);
    List<CommitSha> commits = commits(whole, 30);
    CommitSha tip = commits.getLast();
    GitRepository git = fixture.repository("web", true);
    git.git("fetch", "-q", "--depth=10", whole.directory().toUri().toString(), "main:main");

    // Then
    assertThat(fixture.line("web", tip, commits.get(25)))
        .isEqualTo(new FirstParentLine.Found(commits.subList(26, 30).reversed(), commits.get(25)));
    assertThat(fixture.line("web", tip, commits.getFirst()))
        .isEqualTo(new FirstParentLine.BeyondReach(10));
    assertThat(fixture.descent("web", tip, commits.getFirst()))
        .as("never denied")
        .isEqualTo(new Descent.BeyondReach(10));
    int fetches = fixture.fetches();
    assertThat(fetches).as("a second step that brought nothing, and the old commit").isEqualTo(3);

    // When
    CommitSha next = commits(git, 1).getLast();

    // Then
    assertThat(fixture.line("web", next, commits.getFirst()))
        .isEqualTo(new FirstParentLine.BeyondReach(11));
    assertThat(fixture.fetches()).isEqualTo(fetches + 1);
  }

  @Test
  void graphsBeyondTheirCommonLimitAreReadAgainFromDisk() {
    try (HistoryFixture small = new HistoryFixture(100)) {
      // Given
      List<CommitSha> web = commits(small.repository("web", true), 60);
      List<CommitSha> api = commits(small.repository("api", true), 60);

      // When
      for (int i = 0; i < 3; i++) {
        assertThat(small.descent("web", web.getLast(), web.getFirst()))
            .isInstanceOf(Descent.Descends.class);
        assertThat(small.histories.commits()).isEqualTo(60);
        assertThat(small.descent("api", api.getLast(), api.getFirst()))
            .isInstanceOf(Descent.Descends.class);
        assertThat(small.histories.commits()).isEqualTo(60);
      }

      // Then
      assertThat(small.fetches()).isEqualTo(2);

      // When: the copies are gone too
      small.histories.close();

      // Then
      assertThat(ok(small.attempt("web", web.getLast(), web.getFirst())))
          .isInstanceOf(Descent.Descends.class);
    }
  }
}
