package dev.gitopsbinding.git.source.history;

import static dev.gitopsbinding.git.GitListener.Operation.FETCH;
import static dev.gitopsbinding.git.LaneFixture.PATIENCE;
import static dev.gitopsbinding.git.LaneFixture.ok;
import static dev.gitopsbinding.git.LaneFixture.remote;

import dev.gitopsbinding.git.HoldingConnector;
import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.git.store.DiskBudget;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.share.MemoryBudget;
import dev.gitopsbinding.testing.git.GitRepository;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Histories over local repositories, served by git's own program. */
final class HistoryFixture implements AutoCloseable {
  final LaneFixture lanes = new LaneFixture();
  final Path copies = lanes.folder.path().resolve("histories");
  final SourceHistories histories;
  private final AtomicLong ahead = new AtomicLong();

  HistoryFixture() {
    this(Integer.MAX_VALUE);
  }

  /**
   * @param maxCommits how many commits are held in memory
   */
  HistoryFixture(int maxCommits) {
    histories =
        new SourceHistories(
            new HoldingConnector(lanes.connector, MemoryBudget.ofHeap()),
            new HistorySettings(
                copies, 1L << 30, Duration.ZERO, () -> System.nanoTime() + ahead.get()),
            new DiskBudget(1L << 30),
            maxCommits);
  }

  GitRepository repository(String name, boolean filters) {
    GitRepository git = lanes.repository(name);
    git.git("config", "uploadpack.allowFilter", String.valueOf(filters));
    return git;
  }

  /** Adds commits to {@code main}; all of the branch, the oldest first. */
  static List<CommitSha> commits(GitRepository git, int count) {
    StringBuilder stream = new StringBuilder();
    boolean first = git.git("branch", "--list", "main").isBlank();
    for (int i = 0; i < count; i++) {
      stream.append("commit refs/heads/main\ncommitter Ada <ada@example.com> ");
      stream.append(1_000_000 + i).append(" +0000\ndata 2\nc\n");
      if (i == 0 && !first) {
        stream.append("from refs/heads/main^0\n");
      }
      stream.append("M 644 inline f\ndata ");
      stream.append(String.valueOf(i).length()).append('\n').append(i).append('\n');
    }
    git.feed(stream.toString().getBytes(StandardCharsets.UTF_8), "fast-import", "--quiet");
    return git.log("main", "%H").reversed().stream().map(CommitSha::new).toList();
  }

  /** Force-pushes {@code main} to a new commit on top of an older one. */
  static CommitSha rewrite(GitRepository git, CommitSha base) {
    git.git("update-ref", "refs/heads/main", base.hex());
    return new CommitSha(git.commit("main", "f", "other"));
  }

  FirstParentLine line(String name, CommitSha tip, CommitSha wanted) {
    return ok(histories.line(remote(name), tip, wanted::equals, PATIENCE));
  }

  Descent descent(String name, CommitSha newer, CommitSha older) {
    return ok(attempt(name, newer, older));
  }

  Result<Descent> attempt(String name, CommitSha newer, CommitSha older) {
    return histories.descent(
        remote(name), HistoryContent.COMMITS, newer, newer, older::equals, older, PATIENCE);
  }

  ReadSubject subject(String name, HistoryContent content, CommitSha tip, CommitSha commit) {
    return ok(
        histories.read(
            remote(name), content, tip, (local, _) -> ReadSubject.of(local, commit), PATIENCE));
  }

  /** The answer of the next fetch gets lost. */
  void failNextFetch(Reason reason) {
    lanes.connector.loseAnswerOfNext(FETCH, reason);
  }

  /** Lets time pass, for what is asked of a host again after a while. */
  void pass(Duration time) {
    ahead.addAndGet(time.toNanos());
  }

  int fetches() {
    return lanes.connector.count(FETCH);
  }

  @Override
  public void close() {
    histories.close();
    lanes.close();
  }
}
