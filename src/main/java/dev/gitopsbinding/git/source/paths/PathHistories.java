package dev.gitopsbinding.git.source.paths;

import dev.gitopsbinding.git.Committers;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.source.history.CommitGraph;
import dev.gitopsbinding.git.source.history.FirstParentLine;
import dev.gitopsbinding.git.source.history.HistoryAnswer;
import dev.gitopsbinding.git.source.history.HistoryContent;
import dev.gitopsbinding.git.source.history.LocalRead;
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
import java.util.List;
import java.util.function.Predicate;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds commits that touch paths. All filters on one branch with one credential share one history,
 * so a new tip is fetched once; each filter costs comparisons of trees. What was found for a tip is
 * remembered. Thread-safe; callers block.
 */
public final class PathHistories {
  private static final Logger LOG = LoggerFactory.getLogger(PathHistories.class);

  /** How long whoever asks first at a new tip searches for the others. */
  private static final Duration FOR_OTHERS = Duration.ofMillis(200);

  private final SourceHistories histories;
  private final Committers committers;
  private final TreeCache trees = new TreeCache();
  private final LineMemory lines = new LineMemory();
  private final KnownFilters filters = new KnownFilters();

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
    KnownFilters.Known known = filters.get(key(remote, filter), remote.branch(), filter);
    TouchingCommit answer = known.progress().answer(tip);
    return answer == null
        ? search(remote, tip, new NewestRead(known, tip, TimeLimit.in(timeout)), timeout)
        : Result.ok(answer);
  }

  /**
   * A search for the newest commit. A new tip is asked for by all filters of its branch at once, so
   * whoever is first searches for those that are expected, too: that is little more work than the
   * search for one, while each of them would have to wait for the copy and for a thread.
   */
  private final class NewestRead implements LocalRead<Ended<TouchingCommit>> {
    private final KnownFilters.Known known;
    private final CommitSha tip;
    private final TimeLimit limit;

    NewestRead(KnownFilters.Known known, CommitSha tip, TimeLimit limit) {
      this.known = known;
      this.tip = tip;
      this.limit = limit;
    }

    @Override
    public @Nullable Ended<TouchingCommit> found() {
      TouchingCommit answer = known.progress().answer(tip);
      return answer == null ? null : new Ended.With<>(answer);
    }

    @Override
    public Ended<TouchingCommit> read(FileRepository local, CommitGraph graph) throws IOException {
      try (var search = search(local, known, limit)) {
        Ended<TouchingCommit> ended = search.newest(tip);
        searchForOthers(search);
        return ended;
      }
    }

    private void searchForOthers(TouchingCommitSearch search) {
      TimeLimit until = TimeLimit.in(FOR_OTHERS);
      for (KnownFilters.Known other : filters.expected(known.branch(), tip)) {
        if (until.expired() || limit.expired()) {
          return;
        }
        try {
          var _ = search.of(other, until).newest(tip);
        } catch (IOException | RuntimeException e) {
          // Whoever asks for this filter is told; the answer for this one is good.
          LOG.debug("A search in the {} failed", known.branch(), e);
        }
      }
    }
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
    KnownFilters.Known searched = filters.get(key, remote.branch(), filter);
    TimeLimit limit = TimeLimit.in(timeout);
    Result<FirstParentLine> line =
        search(
            remote,
            tip,
            (local, _) -> {
              try (var search = search(local, searched, limit)) {
                return search.line(tip, wanted);
              }
            },
            timeout);
    if (line instanceof Result.Ok<FirstParentLine>(FirstParentLine.Found found)) {
      lines.put(key, tip, found);
    }
    return line;
  }

  private <A extends HistoryAnswer> Result<A> search(
      Remote remote, CommitSha tip, LocalRead<Ended<A>> read, Duration timeout) {
    Result<Ended<A>> ended = histories.read(remote, HistoryContent.TREES, tip, read, timeout);
    return switch (ended) {
      case Result.Failed<Ended<A>>(Failure failure) -> Result.failed(failure);
      case Result.Ok<Ended<A>>(Ended.With<A>(A answer)) -> Result.ok(answer);
      case Result.Ok<Ended<A>>(Ended.TooLate<A>()) -> Result.failed(late(remote));
      case Result.Ok<Ended<A>>(Ended.TooLarge<A>(CommitSha commit)) ->
          Result.failed(tooLarge(remote, commit));
    };
  }

  private TouchingCommitSearch search(
      FileRepository local, KnownFilters.Known known, TimeLimit limit) {
    return new TouchingCommitSearch(local, committers, known.top(), known.progress(), trees, limit);
  }

  private String key(Remote remote, PathFilter filter) {
    List<String> key = new ArrayList<>();
    // Whom an answer says that a commit was made for depends on it.
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
