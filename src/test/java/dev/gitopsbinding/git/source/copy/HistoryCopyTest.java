package dev.gitopsbinding.git.source.copy;

import static dev.gitopsbinding.git.LaneFixture.PATIENCE;
import static dev.gitopsbinding.git.LaneFixture.ok;
import static dev.gitopsbinding.git.LaneFixture.remote;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.HoldingConnector;
import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.git.store.CopyOwner;
import dev.gitopsbinding.git.store.DiskBudget;
import dev.gitopsbinding.git.transport.CommitSink;
import dev.gitopsbinding.net.share.FreeMemory;
import dev.gitopsbinding.net.share.MemoryBudget;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.testing.git.GitRepository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.jgit.lib.AnyObjectId;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HistoryCopyTest {
  private static final long MIB = 1 << 20;

  @AutoClose private final LaneFixture fixture = new LaneFixture();
  private final MemoryBudget memory = new MemoryBudget(10 * MIB);

  /** The names of the commits that each fetch brought. */
  private final List<List<String>> fetches = new ArrayList<>();

  @ParameterizedTest
  @EnumSource
  void theCommitsOfEachFetchAreSeenWhileTheyAreReceived(HistoryFilter filter) throws IOException {
    // Given
    GitRepository git = fixture.repository("web");
    LaneFixture.commitOthers(git, 12);
    git.git("repack", "-adfq");
    List<String> first = git.log("main", "%H");
    HistoryCopy copy = copy(filter, this::sink);
    copy.acceptFiles();

    // When
    ok(copy.update(remote("web"), TimeLimit.in(PATIENCE)));
    LaneFixture.commitOthers(git, 3);
    List<String> all = git.log("main", "%H");
    ok(copy.update(remote("web"), TimeLimit.in(PATIENCE)));

    // Then
    assertThat(fetches).hasSize(2);
    assertThat(fetches.getFirst()).containsExactlyInAnyOrderElementsOf(first);
    assertThat(fetches.getLast()).containsExactlyInAnyOrderElementsOf(all.subList(0, 3));
    copy.discard();
  }

  @Test
  void whatASinkTakesIsTakenFromTheMemoryBudget() throws IOException {
    // Given
    LaneFixture.commitOthers(fixture.repository("web"), 3);
    List<Long> available = new ArrayList<>();
    CommitSink large =
        new CommitSink() {
          @Override
          public void take(AnyObjectId id, byte[] commit) {
            available.add(FreeMemory.of(memory));
          }

          @Override
          public long heapBytes() {
            return available.isEmpty() ? 0 : MIB;
          }
        };
    HistoryCopy copy = copy(HistoryFilter.COMMITS, () -> large);

    // When
    ok(copy.update(remote("web"), TimeLimit.in(PATIENCE)));

    // Then
    assertThat(available).hasSize(3);
    assertThat(available.getFirst()).isGreaterThan(9 * MIB);
    assertThat(available.getLast()).isBetween(8 * MIB, 9 * MIB);
    assertThat(FreeMemory.of(memory)).as("and given back").isEqualTo(10 * MIB);
    copy.discard();
  }

  private HistoryCopy copy(HistoryFilter filter, Supplier<CommitSink> sinks) {
    return new HistoryCopy(
        new HoldingConnector(fixture.connector, memory),
        new HistoryCopy.Place(
            fixture.folder.path().resolve("histories"),
            1L << 30,
            new DiskBudget(1L << 30),
            new CopyOwner("web", () -> false),
            System::nanoTime,
            sinks),
        List.of(filter, HistoryFilter.EVERYTHING));
  }

  private CommitSink sink() {
    List<String> commits = new ArrayList<>();
    fetches.add(commits);
    return (id, _) -> commits.add(id.name());
  }
}
