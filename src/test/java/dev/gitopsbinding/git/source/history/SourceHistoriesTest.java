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
import dev.gitopsbinding.testing.git.GitRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads histories from git's own server program, with and without filters. */
class SourceHistoriesTest {
  @AutoClose private final HistoryFixture fixture = new HistoryFixture();
  private final SourceHistories histories = fixture.histories;
  private final Path copies = fixture.copies;
  private final GitRepository git = fixture.repository("web", true);
  private final Remote web = remote("web");

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void fetchesOnceForATipAndAgainOnlyWhereItMoved(boolean filters) throws IOException {
    // Given
    git.git("config", "uploadpack.allowFilter", String.valueOf(filters));
    List<CommitSha> commits = commits(git, 10);

    // When
    FirstParentLine line = fixture.line("web", commits.getLast(), commits.get(6));

    // Then
    assertThat(line)
        .isEqualTo(
            new FirstParentLine.Found(
                List.of(commits.get(9), commits.get(8), commits.get(7)), commits.get(6)));
    assertThat(fixture.line("web", commits.getLast(), commits.get(2)))
        .isEqualTo(new FirstParentLine.Found(commits.subList(3, 10).reversed(), commits.get(2)));
    assertThat(fixture.fetches()).as("and one that was refused").isEqualTo(filters ? 1 : 2);
    assertThat(trees() == 0).as("files stay where they are").isEqualTo(filters);

    // When
    CommitSha next = new CommitSha(git.commit("main", "f", "next"));

    // Then
    assertThat(fixture.line("web", next, commits.get(8)))
        .isEqualTo(new FirstParentLine.Found(List.of(next, commits.get(9)), commits.get(8)));
    assertThat(fixture.fetches()).isEqualTo(filters ? 2 : 3);
  }

  @Test
  void aRewrittenBranchHasAMergeBaseEvenIfTheOldTipWasNeverSeen() {
    // Given
    List<CommitSha> commits = commits(git, 6);
    CommitSha fork = commits.get(2);
    git.git("update-ref", "refs/heads/main", fork.hex());
    CommitSha other = new CommitSha(git.commit("main", "f", "other"));

    // Then
    CommitSha old = commits.getLast();
    assertThat(
            ok(
                histories.descent(
                    web, HistoryContent.COMMITS, other, other, old::equals, old, PATIENCE)))
        .isEqualTo(new Descent.Unrelated(old, fork));
    int fetched = fixture.fetches();

    // When
    CommitSha gone = new CommitSha("1".repeat(40));

    // Then
    for (int i = 0; i < 2; i++) {
      assertThat(
              ok(
                  histories.descent(
                      web, HistoryContent.COMMITS, other, other, gone::equals, gone, PATIENCE)))
          .as("a commit that the host does not know")
          .isEqualTo(new Descent.Unrelated(null, null));
    }
    assertThat(fixture.fetches()).as("it is asked for once").isEqualTo(fetched + 1);
  }

  @Test
  void anIdleHistoryIsForgottenAndReadAgain() throws IOException {
    // Given
    List<CommitSha> commits = commits(git, 3);
    fixture.line("web", commits.getLast(), commits.getFirst());
    int fetches = fixture.fetches();

    // When
    histories.evictIdle();

    // Then
    try (Stream<Path> left = Files.list(copies)) {
      assertThat(left).isEmpty();
    }
    assertThat(fixture.line("web", commits.getLast(), commits.getFirst()))
        .isInstanceOf(FirstParentLine.Found.class);
    assertThat(fixture.fetches()).isEqualTo(fetches + 1);
  }

  @Test
  void localCopiesAreReadWithOrWithoutFoldersAndFetchedAgainIfTheyAreGone() {
    // Given
    List<CommitSha> commits = commits(git, 100);

    // Then
    assertThat(
            fixture.subject("web", HistoryContent.COMMITS, commits.getLast(), commits.getFirst()))
        .as("older than the first step")
        .isEqualTo(new ReadSubject("c", false));
    assertThat(fixture.subject("web", HistoryContent.TREES, commits.getLast(), commits.getFirst()))
        .isEqualTo(new ReadSubject("c", true));
    int fetched = fixture.fetches();
    assertThat(fixture.subject("web", HistoryContent.TREES, commits.getLast(), commits.get(50)))
        .isEqualTo(new ReadSubject("c", true));
    assertThat(fixture.fetches()).isEqualTo(fetched);

    // When
    histories.close();

    // Then
    assertThat(fixture.subject("web", HistoryContent.COMMITS, commits.getLast(), commits.get(80)))
        .isEqualTo(new ReadSubject("c", false));
  }

  @Test
  void aPartOfANameThatSeveralCommitsHaveIsThatOfTheAncestor() {
    // Given: another commit that is known, and was first
    List<CommitSha> commits = commits(git, 4);
    CommitSha left = commits.getLast();
    fixture.line("web", left, commits.getFirst());
    git.git("update-ref", "refs/heads/main", commits.get(2).hex());
    CommitSha tip = new CommitSha(git.commit("main", "f", "other"));
    Set<CommitSha> named = Set.of(left, commits.get(1));

    // Then
    assertThat(
            ok(
                histories.descent(
                    web, HistoryContent.COMMITS, tip, tip, named::contains, null, PATIENCE)))
        .isEqualTo(new Descent.Descends(commits.get(1)));
    assertThat(
            ok(
                histories.descent(
                    web, HistoryContent.COMMITS, tip, tip, left::equals, null, PATIENCE)))
        .as("the only one")
        .isEqualTo(new Descent.Unrelated(left, commits.get(2)));
  }

  @Test
  void aReadOfSomethingMalformedFailsAndIsNoFaultOfTheOperator() {
    CommitSha tip = commits(git, 2).getLast();

    Failure failure =
        failure(
            histories.<ReadSubject>read(
                web,
                HistoryContent.TREES,
                tip,
                (_, _) -> {
                  CanonicalTreeParser tree = new CanonicalTreeParser();
                  tree.reset(new byte[] {1, 2});
                  return new ReadSubject(tree.getEntryPathString(), true);
                },
                PATIENCE));

    assertThat(failure.reason()).isEqualTo(Reason.REMOTE_ERROR);
    assertThat(failure.message()).contains("malformed", "git fsck");
  }

  @Test
  void readsComputeOnAThreadOfTheirOwnAndNotOnACarrier() {
    CommitSha tip = commits(git, 2).getLast();

    ReadSubject read =
        ok(
            histories.read(
                web,
                HistoryContent.TREES,
                tip,
                (_, _) -> new ReadSubject(Thread.currentThread().getName(), true),
                PATIENCE));

    assertThat(read.text()).as("small as the copy is").isEqualTo("cpu");
  }

  private long trees() throws IOException {
    try (Stream<Path> files = Files.walk(copies)) {
      return files
          .filter(file -> file.toString().endsWith(".pack"))
          .flatMap(
              pack ->
                  git.git("verify-pack", "-v", pack.toString().replace(".pack", ".idx")).lines())
          .filter(object -> object.contains(" tree ") || object.contains(" blob "))
          .count();
    }
  }
}
