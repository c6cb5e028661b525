package dev.gitopsbinding.git.source.history;

import static dev.gitopsbinding.git.GitListener.Operation.FETCH;
import static dev.gitopsbinding.git.LaneFixture.PATIENCE;
import static dev.gitopsbinding.git.LaneFixture.ok;
import static dev.gitopsbinding.git.LaneFixture.remote;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.store.DiskBudget;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.testing.GitRepository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads histories from git's own server program, with and without filters. */
class SourceHistoriesTest {
  @AutoClose private final LaneFixture fixture = new LaneFixture();
  private final Path copies = fixture.folder.path().resolve("histories");
  private final DiskBudget budget = new DiskBudget(1L << 30);

  @AutoClose
  private final SourceHistories histories =
      new SourceHistories(
          fixture.connector, new HistorySettings(copies, 1L << 30, Duration.ZERO), budget);

  private final GitRepository git = fixture.repository("web");
  private final Remote web = remote("web");

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

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void deepensInStepsUpToACap(boolean filters) {
    // Given
    git.git("config", "uploadpack.allowFilter", String.valueOf(filters));
    List<CommitSha> commits = commits(1_100);
    int cap = filters ? 1_000 : 200;
    CommitSha tip = commits.getLast();

    // Then
    assertThat(line(tip, commits.get(1_100 - cap + 1))).isInstanceOf(FirstParentLine.Found.class);
    int deepened = fetches();
    assertThat(deepened).isEqualTo(filters ? 2 : 3);
    assertThat(line(tip, commits.getFirst())).isEqualTo(new FirstParentLine.BeyondReach(cap));
    assertThat(ok(histories.descent(web, tip, tip, commits.getFirst()::equals, null, PATIENCE)))
        .isEqualTo(new Descent.BeyondReach(cap));
    assertThat(fetches()).as("no more is fetched than may be").isEqualTo(deepened);
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
    assertThat(ok(histories.descent(web, other, other, old::equals, old, PATIENCE)))
        .isEqualTo(new Descent.Unrelated(old, fork));
    int fetched = fetches();

    // When
    CommitSha gone = new CommitSha("1".repeat(40));

    // Then
    for (int i = 0; i < 2; i++) {
      assertThat(ok(histories.descent(web, other, other, gone::equals, gone, PATIENCE)))
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

  private FirstParentLine line(CommitSha tip, CommitSha wanted) {
    return ok(histories.line(web, tip, wanted::equals, PATIENCE));
  }

  private int fetches() {
    return fixture.connector.count(FETCH);
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
    StringBuilder stream = new StringBuilder();
    for (int i = 0; i < count; i++) {
      stream.append("commit refs/heads/main\ncommitter Ada <ada@example.com> ");
      stream.append(1_000_000 + i).append(" +0000\ndata 2\nc\nM 644 inline f\ndata ");
      stream.append(String.valueOf(i).length()).append('\n').append(i).append('\n');
    }
    git.feed(stream.toString().getBytes(StandardCharsets.UTF_8), "fast-import", "--quiet");
    return git.log("main", "%H").reversed().stream().map(CommitSha::new).toList();
  }
}
