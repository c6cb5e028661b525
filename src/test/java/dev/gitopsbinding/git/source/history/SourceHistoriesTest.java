package dev.gitopsbinding.git.source.history;

import static dev.gitopsbinding.git.LaneFixture.PATIENCE;
import static dev.gitopsbinding.git.LaneFixture.failure;
import static dev.gitopsbinding.git.LaneFixture.ok;
import static dev.gitopsbinding.git.LaneFixture.remote;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.commit.SourceCommit;
import dev.gitopsbinding.testing.GitRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.jspecify.annotations.Nullable;
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

  /** What a list of commits waits for at most. */
  private static final Duration HURRY = Duration.ofSeconds(5);

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void fetchesOnceForATipAndAgainOnlyWhereItMoved(boolean filters) throws IOException {
    // Given
    git.git("config", "uploadpack.allowFilter", String.valueOf(filters));
    List<CommitSha> commits = commits(10);

    // When
    FirstParentLine line = line(commits.getLast(), commits.get(6));

    // Then
    assertThat(line)
        .isEqualTo(
            new FirstParentLine.Found(
                List.of(commits.get(9), commits.get(8), commits.get(7)), commits.get(6)));
    assertThat(line(commits.getLast(), commits.get(2)))
        .isEqualTo(new FirstParentLine.Found(commits.subList(3, 10).reversed(), commits.get(2)));
    assertThat(fetches()).as("and one that was refused").isEqualTo(filters ? 1 : 2);
    assertThat(trees() == 0).as("files stay where they are").isEqualTo(filters);

    // When
    CommitSha next = new CommitSha(git.commit("main", "f", "next"));

    // Then
    assertThat(line(next, commits.get(8)))
        .isEqualTo(new FirstParentLine.Found(List.of(next, commits.get(9)), commits.get(8)));
    assertThat(fetches()).isEqualTo(filters ? 2 : 3);
  }

  @Test
  void aRewrittenBranchHasAMergeBaseEvenIfTheOldTipWasNeverSeen() {
    // Given
    List<CommitSha> commits = commits(6);
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
    int fetched = fetches();

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
    assertThat(fetches()).as("it is asked for once").isEqualTo(fetched + 1);
  }

  @Test
  void anIdleHistoryIsForgottenAndReadAgain() throws IOException {
    // Given
    List<CommitSha> commits = commits(3);
    line(commits.getLast(), commits.getFirst());
    assertThat(histories.size()).isOne();

    // When
    histories.evictIdle();

    // Then
    assertThat(histories.size()).isZero();
    try (Stream<Path> left = Files.list(copies)) {
      assertThat(left).isEmpty();
    }
    assertThat(line(commits.getLast(), commits.getFirst()))
        .isInstanceOf(FirstParentLine.Found.class);
  }

  /** What a read of a local copy found in it; beyond reach if it lacks a commit. */
  private record Subject(@Nullable String text, boolean folders) implements HistoryAnswer {
    @Override
    public boolean isBeyondReach() {
      return text == null;
    }
  }

  @Test
  void localCopiesAreReadWithOrWithoutFoldersAndFetchedAgainIfTheyAreGone() {
    // Given
    List<CommitSha> commits = commits(100);

    // Then
    assertThat(subject(HistoryContent.COMMITS, commits.getLast(), commits.getFirst()))
        .as("older than the first step")
        .isEqualTo(new Subject("c", false));
    assertThat(subject(HistoryContent.TREES, commits.getLast(), commits.getFirst()))
        .isEqualTo(new Subject("c", true));
    int fetched = fetches();
    assertThat(subject(HistoryContent.TREES, commits.getLast(), commits.get(50)))
        .isEqualTo(new Subject("c", true));
    assertThat(fetches()).isEqualTo(fetched);

    // When
    histories.close();

    // Then
    assertThat(subject(HistoryContent.COMMITS, commits.getLast(), commits.get(80)))
        .isEqualTo(new Subject("c", false));
  }

  @Test
  void aPartOfANameThatSeveralCommitsHaveIsThatOfTheAncestor() {
    // Given: another commit that is known, and was first
    List<CommitSha> commits = commits(4);
    CommitSha left = commits.getLast();
    line(left, commits.getFirst());
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
    CommitSha tip = commits(2).getLast();

    Failure failure =
        failure(
            histories.<Subject>read(
                web,
                HistoryContent.TREES,
                tip,
                (_, _) -> {
                  CanonicalTreeParser tree = new CanonicalTreeParser();
                  tree.reset(new byte[] {1, 2});
                  return new Subject(tree.getEntryPathString(), true);
                },
                PATIENCE));

    assertThat(failure.reason()).isEqualTo(Reason.REMOTE_ERROR);
    assertThat(failure.message()).contains("malformed", "git fsck");
  }

  @Test
  void aListOfCommitsThatIsLateKeepsTheCopyOfAll() {
    // Given
    List<CommitSha> commits = commits(100);
    line(commits.getLast(), commits.getFirst());
    CommitSha next = new CommitSha(git.commit("main", "f", "next"));

    // When
    fixture.failNextFetch(Reason.TIMED_OUT);
    assertThat(
            failure(histories.range(web, HistoryContent.COMMITS, next, next, null, false, HURRY))
                .reason())
        .isEqualTo(Reason.TIMED_OUT);

    // Then: the copy is as deep as it was, and holds what came late
    int fetched = fetches();
    assertThat(subject(HistoryContent.COMMITS, next, commits.getFirst()).text()).isEqualTo("c");
    assertThat(fetches()).isEqualTo(fetched);
  }

  @Test
  void aListOfCommitsFetchesAMoveThatIsTooLargeAnew() {
    // Given
    CommitSha old = commits(100).getLast();
    ok(histories.range(web, HistoryContent.COMMITS, old, old, null, false, PATIENCE));

    // When
    CommitSha tip = commits(20_100).getLast();

    // Then
    assertThat(hurriedly(tip).newest()).extracting(SourceCommit::commit).containsExactly(tip);
  }

  @Test
  void aListOfCommitsReplacesACopyOfManyPacks() throws IOException {
    // Given
    CommitSha old = commits(100).getLast();
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

  @Test
  void readsComputeOnAThreadOfTheirOwnAndNotOnACarrier() {
    CommitSha tip = commits(2).getLast();

    Subject read =
        ok(
            histories.read(
                web,
                HistoryContent.TREES,
                tip,
                (_, _) -> new Subject(Thread.currentThread().getName(), true),
                PATIENCE));

    assertThat(read.text()).as("small as the copy is").isEqualTo("cpu");
  }

  private Subject subject(HistoryContent content, CommitSha tip, CommitSha commit) {
    return ok(histories.read(web, content, tip, (local, _) -> subject(local, commit), PATIENCE));
  }

  private static Subject subject(FileRepository local, CommitSha commit) throws IOException {
    ObjectId id = ObjectId.fromString(commit.hex());
    if (!local.getObjectDatabase().has(id)) {
      return new Subject(null, false);
    }
    try (RevWalk walk = new RevWalk(local)) {
      RevCommit read = walk.parseCommit(id);
      return new Subject(read.getShortMessage(), local.getObjectDatabase().has(read.getTree()));
    }
  }

  private FirstParentLine line(CommitSha tip, CommitSha wanted) {
    return ok(histories.line(web, tip, wanted::equals, PATIENCE));
  }

  private int fetches() {
    return fixture.fetches();
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

  private List<CommitSha> commits(int count) {
    return HistoryFixture.commits(git, count);
  }
}
