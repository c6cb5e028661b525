package dev.gitopsbinding.git.source.paths;

import dev.gitopsbinding.git.Committers;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.source.history.FirstParentLine;
import dev.gitopsbinding.git.source.history.HistoryAnswer;
import dev.gitopsbinding.git.source.history.HistoryContent;
import dev.gitopsbinding.git.source.history.SourceHistories;
import dev.gitopsbinding.git.source.paths.TouchingCommitSearch.Ended;
import dev.gitopsbinding.git.transport.Connector;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.paths.PathFilter;
import dev.gitopsbinding.net.CompositeDigest;
import dev.gitopsbinding.net.share.TimeLimit;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.eclipse.jgit.internal.storage.file.FileRepository;

/**
 * Finds commits that touch paths. All filters on one branch with one credential share one history,
 * so a new tip is fetched once; each filter costs comparisons of trees. What was found for a tip is
 * remembered. Thread-safe; callers block.
 */
public final class PathHistories {
  /** A filter takes some hundred bytes; the one that was used longest ago is forgotten. */
  private static final int REMEMBERED = 10_000;

  private final SourceHistories histories;
  private final Committers committers;
  private final TreeCache trees = new TreeCache();
  private final LineMemory lines = new LineMemory();
  private final Map<String, SearchProgress> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, SearchProgress> eldest) {
          return size() > REMEMBERED;
        }
      };

  /**
   * @param committers who commits for the operator
   */
  public PathHistories(SourceHistories histories, Committers committers) {
    this.histories = histories;
    this.committers = committers;
  }

  /**
   * The newest commit that touches files of the filter, on the first-parent line of a tip: what
   * {@code git log -1 --first-parent} names.
   *
   * @param tip a commit that was read as the tip of the branch
   * @param timeout how long to wait at most
   * @return fails as {@link Connector#with} does
   */
  public Result<TouchingCommit> newest(
      Remote remote, CommitSha tip, PathFilter filter, Duration timeout) {
    SearchProgress progress = progress(remote, filter);
    TouchingCommit answer = progress.answer(tip);
    return answer == null
        ? search(remote, tip, filter, search -> search.newest(tip), timeout)
        : Result.ok(answer);
  }

  /**
   * The commits that touch files of the filter, from a tip back to the first wanted commit, which
   * need not touch them.
   *
   * @param tip a commit that was read as the tip of the branch
   * @param wanted has to accept the wanted commits, and no others
   * @param timeout how long to wait at most
   * @return fails as {@link Connector#with} does
   */
  public Result<FirstParentLine> line(
      Remote remote,
      CommitSha tip,
      PathFilter filter,
      Predicate<CommitSha> wanted,
      Duration timeout) {
    String key = key(remote, filter);
    FirstParentLine.Found known = lines.get(key, tip, wanted).orElse(null);
    if (known != null) {
      return Result.ok(known);
    }
    Result<FirstParentLine> line =
        search(remote, tip, filter, search -> search.line(tip, wanted), timeout);
    if (line instanceof Result.Ok<FirstParentLine>(FirstParentLine.Found found)) {
      lines.put(key, tip, found);
    }
    return line;
  }

  /** One kind of search. */
  @FunctionalInterface
  private interface Kind<A extends HistoryAnswer> {
    Ended<A> run(TouchingCommitSearch search) throws IOException;
  }

  private <A extends HistoryAnswer> Result<A> search(
      Remote remote, CommitSha tip, PathFilter filter, Kind<A> kind, Duration timeout) {
    TimeLimit limit = TimeLimit.in(timeout);
    SearchProgress progress = progress(remote, filter);
    Result<Ended<A>> ended =
        histories.read(
            remote,
            HistoryContent.TREES,
            tip,
            (local, _) -> run(local, filter, progress, kind, limit),
            timeout);
    return switch (ended) {
      case Result.Failed<Ended<A>>(Failure failure) -> Result.failed(failure);
      case Result.Ok<Ended<A>>(Ended.With<A>(A answer)) -> Result.ok(answer);
      case Result.Ok<Ended<A>>(Ended.TooLate<A>()) -> Result.failed(late(remote));
      case Result.Ok<Ended<A>>(Ended.TooLarge<A>(CommitSha commit)) ->
          Result.failed(tooLarge(remote, commit));
    };
  }

  private <A extends HistoryAnswer> Ended<A> run(
      FileRepository local,
      PathFilter filter,
      SearchProgress progress,
      Kind<A> kind,
      TimeLimit limit)
      throws IOException {
    try (var search =
        new TouchingCommitSearch(local, committers, filter.top(), progress, trees, limit)) {
      return kind.run(search);
    }
  }

  private SearchProgress progress(Remote remote, PathFilter filter) {
    String key = key(remote, filter);
    synchronized (known) {
      return known.computeIfAbsent(key, _ -> new SearchProgress());
    }
  }

  private String key(Remote remote, PathFilter filter) {
    List<String> key = new ArrayList<>();
    // An answer names the binding that a commit was made for. That depends on who is known to
    // commit for the operator, so a new committer makes earlier answers stale.
    key.add(Long.toString(committers.version()));
    key.add(remote.branch().toString());
    key.add(String.valueOf(filter.include().size()));
    key.addAll(filter.include());
    key.addAll(filter.exclude());
    return CompositeDigest.of(key);
  }

  private static Failure tooLarge(Remote remote, CommitSha commit) {
    return new Failure.Remote(
        Reason.RECEIVED_TOO_MUCH,
        "spec.source.paths cannot be compared with commit %s of the %s: it changes more files and folders than are accepted. Use fewer patterns, or patterns that begin with the name of a folder"
            .formatted(commit.hex(), remote.branch()));
  }

  private static Failure late(Remote remote) {
    return new Failure.Remote(
        Reason.TIMED_OUT,
        "The commits of the %s were not compared in time; the operator goes on with the next sync. If this lasts, raise spec.timeout"
            .formatted(remote.branch()));
  }
}
