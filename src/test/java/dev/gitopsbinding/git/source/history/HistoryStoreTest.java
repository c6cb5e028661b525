package dev.gitopsbinding.git.source.history;

import static dev.gitopsbinding.git.GitListener.Operation.FETCH;
import static dev.gitopsbinding.git.LaneFixture.PATIENCE;
import static dev.gitopsbinding.git.LaneFixture.failure;
import static dev.gitopsbinding.git.LaneFixture.ok;
import static dev.gitopsbinding.git.LaneFixture.remote;
import static dev.gitopsbinding.git.source.history.HistoryFixture.commits;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.HoldingConnector;
import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.git.store.DiskBudget;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.share.MemoryBudget;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.git.GitRepository;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class HistoryStoreTest {
  @AutoClose private final LaneFixture lanes = new LaneFixture();
  private final ReceivedCommits received = new ReceivedCommits();
  private final HistoryStore store =
      new HistoryStore(
          new HoldingConnector(lanes.connector, MemoryBudget.ofHeap()),
          new HistorySettings(
              lanes.folder.path().resolve("histories"), 1L << 30, Duration.ZERO, System::nanoTime),
          new DiskBudget(1L << 30),
          new GraphBudget(Integer.MAX_VALUE),
          remote("web").branch(),
          HistoryContent.COMMITS,
          received);

  @AfterEach
  void deleteCopy() {
    assertThat(store.release()).isTrue();
  }

  @Fault(value = "a source whose history is received, and then the connection breaks", holds = "I6")
  @Test
  void whatAFailedFetchBroughtTakesNoMemoryAfterwards() {
    // Given
    GitRepository git = lanes.repository("web");
    git.git("config", "uploadpack.allowFilter", "true");
    List<CommitSha> commits = commits(git, 50);
    lanes.connector.loseAnswerOfNext(FETCH, Reason.HOST_UNREACHABLE);

    // When
    assertThat(failure(line(commits)).reason()).isEqualTo(Reason.HOST_UNREACHABLE);

    // Then
    ParentTable kept = received.give();
    assertThat(kept).isNotNull();
    assertThat(kept.size()).isZero();

    // When, then
    assertThat(ok(line(commits)))
        .isEqualTo(
            new FirstParentLine.Found(commits.subList(1, 50).reversed(), commits.getFirst()));
  }

  private Result<FirstParentLine> line(List<CommitSha> commits) {
    return store.ask(
        remote("web"),
        commits.getLast(),
        graph -> graph.line(commits.getLast(), commits.getFirst()::equals),
        TimeLimit.in(PATIENCE));
  }
}
