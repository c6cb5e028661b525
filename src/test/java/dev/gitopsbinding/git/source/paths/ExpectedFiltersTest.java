package dev.gitopsbinding.git.source.paths;

import static dev.gitopsbinding.git.GitListener.Operation.FETCH;
import static dev.gitopsbinding.git.LaneFixture.PATIENCE;
import static dev.gitopsbinding.git.LaneFixture.ok;
import static dev.gitopsbinding.git.LaneFixture.remote;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.Committers;
import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.git.source.history.HistorySettings;
import dev.gitopsbinding.git.source.history.SourceHistories;
import dev.gitopsbinding.git.store.DiskBudget;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.paths.PathFilter;
import dev.gitopsbinding.testing.GitRepository;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Whoever asks first at a new tip searches for the filters that will be asked for next. */
class ExpectedFiltersTest {
  private static final int SERVICES = 20;

  @AutoClose private final LaneFixture fixture = new LaneFixture();

  @AutoClose
  private final SourceHistories histories =
      new SourceHistories(
          fixture.connector,
          new HistorySettings(fixture.folder.path().resolve("histories"), 1L << 30, Duration.ZERO),
          new DiskBudget(1L << 30));

  private final PathHistories paths =
      new PathHistories(histories, new Committers(LaneFixture.COMMITTER));
  private final GitRepository git = fixture.repository("mono");

  @Test
  void oneReadOfTheCopyAnswersForAllFiltersOfTheBranch() {
    // Given
    List<CommitSha> first =
        IntStream.range(0, SERVICES)
            .mapToObj(i -> commit("services/%d/main".formatted(i)))
            .toList();
    for (int i = 0; i < SERVICES; i++) {
      assertThat(newest(first.getLast(), i)).isEqualTo(found(first.get(i)));
    }
    CommitSha next = commit("services/7/main");

    // When
    assertThat(newest(next, 3)).isEqualTo(found(first.get(3)));
    histories.close();

    // Then: there is no copy any more
    int fetched = fixture.connector.count(FETCH);
    for (int i = 0; i < SERVICES; i++) {
      assertThat(newest(next, i)).isEqualTo(found(i == 7 ? next : first.get(i)));
    }
    assertThat(fixture.connector.count(FETCH)).isEqualTo(fetched);
  }

  @Test
  void whoDoesNotAskAnyMoreCausesNoWork() {
    // Given
    KnownFilters filters = new KnownFilters();
    CommitSha one = sha(1);
    RemoteBranch branch = remote("mono").branch();
    KnownFilters.Known known = filters.get("one", branch, filter(1));
    KnownFilters.Known other = filters.get("other", remote("other").branch(), filter(1));
    for (KnownFilters.Known each : List.of(known, other)) {
      each.progress().answer(one);
      each.progress().note(one, new TouchingCommit.None());
    }

    // Then
    assertThat(filters.expected(branch, one)).as("it has its answer").isEmpty();
    assertThat(filters.expected(branch, sha(2))).containsExactly(known);
    known.progress().note(sha(2), new TouchingCommit.None());
    assertThat(filters.expected(branch, sha(3))).as("nobody asked at the last tip").isEmpty();
    known.progress().answer(sha(2));
    assertThat(filters.expected(branch, sha(3))).containsExactly(known);
  }

  private TouchingCommit newest(CommitSha tip, int service) {
    return ok(paths.newest(remote("mono"), tip, filter(service), PATIENCE));
  }

  private static PathFilter filter(int service) {
    return new PathFilter(List.of("services/%d/**".formatted(service)), List.of());
  }

  private static TouchingCommit found(CommitSha commit) {
    return new TouchingCommit.Found(commit, null);
  }

  private CommitSha commit(String path) {
    return new CommitSha(git.commit("main", path, String.valueOf(System.nanoTime())));
  }

  private static CommitSha sha(int number) {
    return new CommitSha("%040x".formatted(number));
  }
}
