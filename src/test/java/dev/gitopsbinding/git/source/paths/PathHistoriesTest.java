package dev.gitopsbinding.git.source.paths;

import static dev.gitopsbinding.git.GitListener.Operation.FETCH;
import static dev.gitopsbinding.git.LaneFixture.PATIENCE;
import static dev.gitopsbinding.git.LaneFixture.failure;
import static dev.gitopsbinding.git.LaneFixture.ok;
import static dev.gitopsbinding.git.LaneFixture.remote;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.Committers;
import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.source.history.FirstParentLine;
import dev.gitopsbinding.git.source.history.HistorySettings;
import dev.gitopsbinding.git.source.history.SourceHistories;
import dev.gitopsbinding.git.store.DiskBudget;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.paths.PathFilter;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.git.GitRepository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads trees from git's own server program, with and without filters. */
class PathHistoriesTest {
  @AutoClose private final LaneFixture fixture = new LaneFixture();
  private final Path copies = fixture.folder.path().resolve("histories");

  @AutoClose
  private final SourceHistories histories =
      new SourceHistories(
          fixture.connector,
          new HistorySettings(copies, 1L << 30, Duration.ZERO),
          new DiskBudget(1L << 30));

  private final PathHistories paths =
      new PathHistories(histories, new Committers(LaneFixture.COMMITTER));
  private final GitRepository git = fixture.repository("mono");
  private final Remote mono = remote("mono");

  @ParameterizedTest(name = "filters: {0}")
  @ValueSource(booleans = {true, false})
  void oneFetchServesAllFiltersAtEachTip(boolean filters) throws IOException {
    // Given
    git.git("config", "uploadpack.allowFilter", String.valueOf(filters));
    List<CommitSha> commits = commits(10);

    // Then
    assertFound(commits, 10);
    assertThat(fetches()).as("and one that was refused").isEqualTo(filters ? 1 : 2);
    assertThat(objects(" tree ")).isPositive();
    assertThat(objects(" blob ") == 0).as("files stay where they are").isEqualTo(filters);

    // When
    CommitSha next = commit("services/3/main", "next");

    // Then
    assertThat(newest(next, filter(3))).isEqualTo(found(next));
    for (int i = 0; i < 10; i++) {
      assertThat(newest(next, filter(i))).isEqualTo(found(i == 3 ? next : commits.get(i)));
    }
    assertThat(newest(next, new PathFilter(List.of("services/x"), List.of())))
        .isEqualTo(new TouchingCommit.None());
    assertThat(fetches()).isEqualTo(filters ? 2 : 3);
  }

  @Test
  void whatWasFoundStaysKnownWhenItsCommitIsBeyondTheCap() {
    // Given
    CommitSha old = commit("services/0/main", "old");
    List<CommitSha> many = many(150);
    assertThat(newest(many.getLast(), filter(0))).isEqualTo(found(old));

    // When: the copy is gone, and 64 commits are fetched at first
    histories.evictIdle();
    int before = fetches();
    CommitSha next = commit("README", "next");

    // Then
    assertThat(newest(next, filter(0))).isEqualTo(found(old));
    assertThat(fetches()).isEqualTo(before + 1);
  }

  @Test
  void namesTheBindingOfACommitOfTheOperator() {
    // Given
    CommitSha own =
        new CommitSha(
            git.with(
                    Map.of(
                        "GIT_COMMITTER_NAME", LaneFixture.COMMITTER.name(),
                        "GIT_COMMITTER_EMAIL", LaneFixture.COMMITTER.email()))
                .git(
                    "commit-tree",
                    commit("services/0/deployment.yaml", "x").hex() + "^{tree}",
                    "-m",
                    "chore: update\n\nGitOps-Binding: shop/web\nGitOps-Source: " + "1".repeat(40)));
    git.git("update-ref", "refs/heads/main", own.hex());

    // Then
    assertThat(newest(own, filter(0))).isEqualTo(new TouchingCommit.Found(own, "shop/web"));
  }

  @Test
  void aLineIsComparedOnceForEachTip() {
    // Given
    CommitSha base = commit("README", "base");
    CommitSha one = commit("services/0/main", "one");
    CommitSha tip = commit("README", "tip");
    var line = new FirstParentLine.Found(List.of(one), base);
    assertThat(ok(paths.line(mono, tip, filter(0), base::equals, PATIENCE))).isEqualTo(line);

    // When
    histories.close();
    int fetched = fetches();

    // Then
    assertThat(ok(paths.line(mono, tip, filter(0), base::equals, PATIENCE))).isEqualTo(line);
    assertThat(fetches()).as("the copy is gone, and nobody needs it").isEqualTo(fetched);

    // When: another tip, filter or wanted commit
    CommitSha next = commit("services/0/main", "next");

    // Then
    assertThat(ok(paths.line(mono, next, filter(0), base::equals, PATIENCE)))
        .isEqualTo(new FirstParentLine.Found(List.of(next, one), base));
    assertThat(ok(paths.line(mono, next, filter(1), base::equals, PATIENCE)))
        .isEqualTo(new FirstParentLine.Found(List.of(), base));
    assertThat(ok(paths.line(mono, next, filter(0), one::equals, PATIENCE)))
        .isEqualTo(new FirstParentLine.Found(List.of(next), one));
  }

  @Test
  void aLineHoldsTheCommitsThatTouchTheFilesAlone() {
    // Given
    CommitSha base = commit("README", "base");
    CommitSha one = commit("services/0/main", "one");
    commit("services/1/main", "other");
    CommitSha two = commit("services/0/main", "two");
    CommitSha tip = commit("README", "tip");

    // Then
    assertThat(ok(paths.line(mono, tip, filter(0), base::equals, PATIENCE)))
        .isEqualTo(new FirstParentLine.Found(List.of(two, one), base));
  }

  @Test
  void aSearchWithoutTimeFailsAndGoesOnLater() {
    // Given
    List<CommitSha> commits = commits(3);
    assertThat(newest(commits.getLast(), filter(2))).isEqualTo(found(commits.getLast()));

    // Then
    assertThat(paths.newest(mono, commits.getLast(), filter(0), Duration.ZERO))
        .isInstanceOfSatisfying(
            Result.Failed.class,
            failed -> {
              assertThat(failed.failure().reason()).isEqualTo(Reason.TIMED_OUT);
              assertThat(failed.failure().message()).contains("in time");
            });
    assertThat(newest(commits.getLast(), filter(0))).isEqualTo(found(commits.getFirst()));
  }

  @Fault(value = "small trees that name each other, so that there are 30^10 files", holds = "I6")
  @Test
  void aCommitOfMoreFilesThanAnybodyCanReadIsRefusedOnceAndNotBegunAgain() {
    // Given
    String tree = git.feed(new byte[0], "mktree");
    for (int level = 0; level < 10; level++) {
      StringBuilder entries = new StringBuilder();
      for (int i = 0; i < 30; i++) {
        entries.append("040000 tree %s\t%02d\n".formatted(tree, i));
      }
      tree = git.feed(entries.toString().getBytes(StandardCharsets.UTF_8), "mktree");
    }
    CommitSha first = commit("README", "first");
    String bomb = git.git("commit-tree", "-m", "c", "-p", first.hex(), tree);
    git.git("update-ref", "refs/heads/main", bomb);
    CommitSha tip = commit("README", "next");
    PathFilter go = new PathFilter(List.of("**/*.go"), List.of());

    // Then
    Failure failure = failure(paths.newest(mono, tip, go, PATIENCE));
    assertThat(failure.reason()).isEqualTo(Reason.RECEIVED_TOO_MUCH);
    assertThat(failure.message()).contains("spec.source.paths", bomb);
    assertThat(failure(paths.line(mono, tip, go, _ -> false, PATIENCE))).isEqualTo(failure);

    // Given
    SearchProgress known = new SearchProgress();
    known.noteTooLarge(ObjectId.fromString(bomb), 7);

    // Then
    long hour = Duration.ofHours(1).toNanos();
    assertThat(known.isTooLarge(ObjectId.fromString(bomb), 6 + hour)).isTrue();
    assertThat(known.isTooLarge(ObjectId.fromString(bomb), 7 + hour)).isFalse();
  }

  private void assertFound(List<CommitSha> commits, int count) {
    for (int i = 0; i < count; i++) {
      assertThat(newest(commits.getLast(), filter(i))).isEqualTo(found(commits.get(i)));
    }
  }

  private static TouchingCommit found(CommitSha commit) {
    return new TouchingCommit.Found(commit, null);
  }

  private static PathFilter filter(int service) {
    return new PathFilter(List.of("services/%d/**".formatted(service)), List.of());
  }

  private TouchingCommit newest(CommitSha tip, PathFilter filter) {
    return ok(paths.newest(mono, tip, filter, PATIENCE));
  }

  private List<CommitSha> commits(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> commit("services/%d/main".formatted(i), "first"))
        .toList();
  }

  private CommitSha commit(String path, String content) {
    return new CommitSha(git.commit("main", path, content));
  }

  private List<CommitSha> many(int count) {
    StringBuilder stream = new StringBuilder();
    for (int i = 0; i < count; i++) {
      stream.append("commit refs/heads/main\ncommitter Ada <ada@example.com> ");
      stream.append(2_000_000_000L + i).append(" +0000\ndata 2\nc\n");
      stream.append(i == 0 ? "from refs/heads/main^0\n" : "");
      stream.append("M 644 inline services/many/f\ndata ");
      stream.append(String.valueOf(i).length()).append('\n').append(i).append('\n');
    }
    git.feed(stream.toString().getBytes(StandardCharsets.UTF_8), "fast-import", "--quiet");
    return git.log("main", "%H").reversed().stream().skip(1).map(CommitSha::new).toList();
  }

  private int fetches() {
    return fixture.connector.count(FETCH);
  }

  private long objects(String type) throws IOException {
    try (Stream<Path> files = Files.walk(copies)) {
      return files
          .filter(file -> file.toString().endsWith(".pack"))
          .flatMap(
              pack ->
                  git.git("verify-pack", "-v", pack.toString().replace(".pack", ".idx")).lines())
          .filter(object -> object.contains(type))
          .count();
    }
  }
}
