package dev.gitopsbinding.git.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.HoldingConnector;
import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.git.lane.read.BranchCopy;
import dev.gitopsbinding.git.lane.read.HeavyCopyRead;
import dev.gitopsbinding.git.lane.read.QueuedRead;
import dev.gitopsbinding.git.lane.read.ReadBatch;
import dev.gitopsbinding.git.lane.read.TipRead;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.share.MemoryBudget;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.testing.Fault;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HeavyCopyTest {
  /** Deeper than there are turns at the processors, of which a tenant has all but one at most. */
  private static final int DEPTH = Math.max(2, Runtime.getRuntime().availableProcessors());

  @Timeout(20)
  @Test
  void workWithinATurnTakesNoFurtherOne() throws IOException {
    assertThat(nested(DEPTH)).isEqualTo(Result.ok("within a turn"));
  }

  private static Result<String> nested(int depth) throws IOException {
    return HeavyCopy.askInTurn(
        LaneFixture.remote("deploy"),
        () -> depth == 1 ? Result.ok("within a turn") : nested(depth - 1));
  }

  @Fault(value = "long history in a heavy copy", holds = "I6")
  @Test
  void theHistoryOfAHeavyCopyIsLookedAtInTurn() throws IOException {
    try (LaneFixture fixture = new LaneFixture();
        BranchCopy cache = heavy(fixture)) {
      // Given
      List<String> threads = new ArrayList<>();
      var question = new HeavyCopyRead<>(LaneFixture.remote("deploy"), noting(threads));

      // When
      question.needsHistory(cache.repository(), cache.known().orElseThrow());

      // Then
      assertThat(threads).containsExactly("cpu");
    }
  }

  @Fault(value = "no turn to look at the history of a heavy copy", holds = "I6")
  @Test
  void aTurnThatDidNotComeLeavesTheCopy() throws IOException {
    try (LaneFixture fixture = new LaneFixture();
        BranchCopy cache = heavy(fixture)) {
      // Given
      Failure late = new Failure.Remote(Reason.TIMED_OUT, "no turn");
      var read =
          new QueuedRead<>(
              LaneFixture.remote("deploy"),
              Instant.MIN,
              TimeLimit.in(LaneFixture.PATIENCE),
              asking(
                  () -> {
                    throw new HeavyCopy.NoTurnException(late);
                  }));

      // When
      new ReadBatch(cache, fixture.settings, List.of(read)).answer(read);

      // Then
      assertThat(read.result().join()).isEqualTo(Result.failed(late));
      assertThat(cache.known()).isPresent();
    }
  }

  /** Of a branch with a file that is large for a copy. */
  private static BranchCopy heavy(LaneFixture fixture) throws IOException {
    fixture.repository("deploy").commit("main", "large", "x".repeat(5 << 20));
    BranchCopy cache =
        new BranchCopy(
            new HoldingConnector(fixture.connector, new MemoryBudget(256 << 20)),
            fixture.settings,
            new DiskBudget(fixture.settings.maxCacheBytes()),
            new CopyOwner("deploy", () -> false));
    LaneFixture.ok(cache.refresh(LaneFixture.remote("deploy"), TimeLimit.in(LaneFixture.PATIENCE)));
    return cache;
  }

  private static TipRead<String> noting(List<String> threads) {
    return asking(
        () -> {
          threads.add(Thread.currentThread().getName());
          return false;
        });
  }

  private static TipRead<String> asking(HeavyCopy.Reading<Boolean> needsHistory) {
    return new TipRead<>() {
      @Override
      public Result<String> read(FileRepository repository, BranchCopy.LocalTip tip) {
        return Result.ok("asked");
      }

      @Override
      public boolean needsHistory(FileRepository repository, BranchCopy.LocalTip tip)
          throws IOException {
        return needsHistory.read();
      }
    };
  }
}
