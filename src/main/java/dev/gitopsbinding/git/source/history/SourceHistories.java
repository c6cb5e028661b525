package dev.gitopsbinding.git.source.history;

import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.store.DiskBudget;
import dev.gitopsbinding.git.transport.Connector;
import dev.gitopsbinding.git.transport.RemoteAddress;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.share.TimeLimit;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Answers questions about the history of source branches. Nothing is fetched before the first
 * question, and of each branch only the commits that the answers need: some dozens at first, at
 * most all of a history of 60 000. Callers with the same branch and credential share a history.
 * Thread-safe; callers block.
 */
public final class SourceHistories implements AutoCloseable {
  private record Key(
      RemoteAddress address, String branch, String credential, HistoryContent content) {}

  /** About 18 MiB of heap: eight histories of the largest size. */
  private static final int MAX_COMMITS = 400_000;

  private final Connector connector;
  private final HistorySettings settings;
  private final DiskBudget budget;
  private final GraphBudget graphs;
  private final Map<Key, HistoryStore> stores = new ConcurrentHashMap<>();

  /**
   * @param budget the budget of all local copies of this process
   */
  public SourceHistories(Connector connector, HistorySettings settings, DiskBudget budget) {
    this(connector, settings, budget, MAX_COMMITS);
  }

  /**
   * @param maxCommits how many commits are held in memory
   */
  SourceHistories(
      Connector connector, HistorySettings settings, DiskBudget budget, int maxCommits) {
    this.connector = connector;
    this.settings = settings;
    this.budget = budget;
    this.graphs = new GraphBudget(maxCommits);
  }

  /**
   * The first-parent line from a tip of the branch back to the first wanted commit.
   *
   * @param tip a commit that was read as the tip of the branch
   * @param wanted has to accept the wanted commits, and no others
   * @param timeout how long to wait at most
   * @return fails as {@link Connector#with} does
   */
  public Result<FirstParentLine> line(
      Remote remote, CommitSha tip, Predicate<CommitSha> wanted, Duration timeout) {
    return store(remote, HistoryContent.COMMITS)
        .ask(remote, tip, graph -> graph.line(tip, wanted), TimeLimit.in(timeout));
  }

  /**
   * Whether a commit descends from a wanted one. If it does not, the answer names the newest commit
   * that both descend from, if the host still sends the other commit.
   *
   * @param content what the copy holds that is asked first, because the caller has other questions
   *     to it. Only if it does not say that the commit descends, the history of commits is asked,
   *     which is cheaper to deepen.
   * @param tip a commit that was read as the tip of the branch
   * @param newer a commit of the tip's history
   * @param wanted has to accept the wanted commit, and no others
   * @param name the whole name of the wanted commit; null if only a part of it is known
   * @param timeout how long to wait at most
   * @return fails as {@link Connector#with} does
   */
  public Result<Descent> descent(
      Remote remote,
      HistoryContent content,
      CommitSha tip,
      CommitSha newer,
      Predicate<CommitSha> wanted,
      @Nullable CommitSha name,
      Duration timeout) {
    TimeLimit deadline = TimeLimit.in(timeout);
    if (content != HistoryContent.COMMITS) {
      Result<Descent> usual =
          store(remote, content)
              .askUsual(remote, tip, graph -> graph.descent(newer, wanted), deadline);
      if (!(usual instanceof Result.Ok<Descent>(Descent answer))
          || answer instanceof Descent.Descends) {
        return usual;
      }
    }
    return store(remote, HistoryContent.COMMITS)
        .descent(remote, tip, newer, wanted, name, deadline);
  }

  /**
   * The commits that come with a new commit and did not with an older one.
   *
   * @param content what the copy holds that is read
   * @param tip a commit that was read as the tip of the branch
   * @param newer a commit of the tip's history
   * @param older has to accept the older commit, and no others; null if it is not known to be a
   *     commit: then the answer is the newer one alone
   * @param wholeFiles whether the history may be fetched with all files, from a server that cannot
   *     leave them out
   * @param timeout how long to wait at most
   * @return fails as {@link Connector#with} does
   */
  public Result<CommitRange> range(
      Remote remote,
      HistoryContent content,
      CommitSha tip,
      CommitSha newer,
      @Nullable Predicate<CommitSha> older,
      boolean wholeFiles,
      Duration timeout) {
    LocalRead<CommitRange> read =
        (local, graph) -> {
          CommitRangeReader reader = new CommitRangeReader(local, graph, newer);
          return older == null ? reader.single() : reader.since(older);
        };
    return store(remote, content).readUsual(remote, tip, read, wholeFiles, TimeLimit.in(timeout));
  }

  /**
   * Answers a question from the local copy of a history. The caller waits for its turn at the copy.
   *
   * @param content what the copy has to hold; copies of different content are separate
   * @param tip a commit that was read as the tip of the branch
   * @param timeout how long to wait at most
   * @return fails as {@link Connector#with} does
   */
  public <A extends HistoryAnswer> Result<A> read(
      Remote remote, HistoryContent content, CommitSha tip, LocalRead<A> read, Duration timeout) {
    return store(remote, content).read(remote, tip, read, TimeLimit.in(timeout));
  }

  /** Forgets the histories that were idle for the idle time. */
  public void evictIdle() {
    stores.keySet().forEach(key -> stores.computeIfPresent(key, (_, store) -> ifUsed(store)));
  }

  /** How many commits are held in memory. For tests: what does not fit is read again from disk. */
  long commits() {
    return graphs.total();
  }

  /** Deletes the local copies that are not in use. */
  @Override
  public void close() {
    stores.values().removeIf(HistoryStore::release);
  }

  /** For Map.computeIfPresent, which removes the entry if the result is null. */
  private @Nullable HistoryStore ifUsed(HistoryStore store) {
    boolean idle = store.idle().compareTo(settings.idleTime()) >= 0;
    if (!idle || !store.release()) {
      return store;
    }
    graphs.gone(store);
    return null;
  }

  private HistoryStore store(Remote remote, HistoryContent content) {
    return Objects.requireNonNull(
        stores.compute(
            new Key(
                RemoteAddress.of(remote.branch().url()),
                remote.branch().branch(),
                remote.credential().digest(),
                content),
            (_, known) ->
                (known == null
                        ? new HistoryStore(
                            connector, settings, budget, graphs, remote.branch(), content)
                        : known)
                    .used()));
  }
}
