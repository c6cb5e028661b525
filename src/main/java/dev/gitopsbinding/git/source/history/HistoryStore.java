package dev.gitopsbinding.git.source.history;

import dev.gitopsbinding.git.GitListener;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.source.history.HistoryFetch.Fetched;
import dev.gitopsbinding.git.store.BareClone;
import dev.gitopsbinding.git.store.CopyOwner;
import dev.gitopsbinding.git.store.DiskBudget;
import dev.gitopsbinding.git.store.HeavyCopy;
import dev.gitopsbinding.git.store.LocalCopyFailure;
import dev.gitopsbinding.git.store.WaitingTenants;
import dev.gitopsbinding.git.transport.Connector;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.share.TimeLimit;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.eclipse.jgit.transport.Transport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The history of one source branch, read with one credential: a local copy of commits on disk, and
 * the graph of these commits in memory. Callers take turns, so that one fetch serves all of them.
 */
final class HistoryStore {
  private static final Logger LOG = LoggerFactory.getLogger(HistoryStore.class);

  /** Commits, step by step. A commit without files takes about 300 bytes. */
  private static final List<Integer> DEPTHS = List.of(64, 1_000);

  /** A server without filters sends the files of all these commits too. */
  private static final List<Integer> DEPTHS_WITHOUT_FILTER = List.of(16, 200);

  private final Connector connector;
  private final HistorySettings settings;
  private final DiskBudget budget;
  private final CopyOwner owner;
  private final WaitingTenants tenants = new WaitingTenants();
  private final ReentrantLock turn = new ReentrantLock();
  private final Set<CommitSha> refused = new HashSet<>();
  private @Nullable BareClone clone;
  private CommitGraph graph = CommitGraph.EMPTY;
  private boolean filtered = true;
  private int step;

  /** The tip for which as much was fetched as may be. */
  private @Nullable CommitSha exhausted;

  private volatile long lastUsed = System.nanoTime();

  HistoryStore(
      Connector connector, HistorySettings settings, DiskBudget budget, RemoteBranch branch) {
    this.connector = connector;
    this.settings = settings;
    this.budget = budget;
    this.owner = new CopyOwner(branch.toString(), this::release);
  }

  /** Answers a question about the history of a tip; fetches only what is not known yet. */
  <A extends HistoryAnswer> Result<A> ask(
      Remote remote, CommitSha tip, Function<CommitGraph, A> question, TimeLimit deadline) {
    return inTurn(remote, deadline, charged -> answer(charged, tip, question, deadline));
  }

  /**
   * The graph with a commit that may have left the branch, if the host still sends it. The host is
   * asked once for each commit.
   *
   * @param commit null for the graph as it is
   */
  Result<CommitGraph> with(Remote remote, @Nullable CommitSha commit, TimeLimit deadline) {
    return inTurn(
        remote,
        deadline,
        charged -> {
          if (commit != null && !graph.holds(commit) && clone != null && refused.add(commit)) {
            // Without the commit there is no common ancestor to tell, and nothing else is wrong.
            var _ = fetchCommit(charged, commit, deadline);
          }
          return Result.ok(graph);
        });
  }

  /** This store, noted as used now, so that it is not idle. */
  HistoryStore used() {
    lastUsed = System.nanoTime();
    return this;
  }

  /** How long the store has not been used. */
  Duration idle() {
    return Duration.ofNanos(System.nanoTime() - lastUsed);
  }

  /** Deletes the local copy unless it is in use; true if it was deleted. */
  boolean release() {
    if (!turn.tryLock()) {
      return false;
    }
    try {
      discard();
      return true;
    } catch (IOException e) {
      LOG.warn("The folder of a local copy could not be deleted.", e);
      return false;
    } finally {
      turn.unlock();
    }
  }

  /** Work in a turn. */
  @FunctionalInterface
  private interface Work<T> {
    Result<T> run(Remote charged) throws IOException;
  }

  private <T> Result<T> inTurn(Remote remote, TimeLimit deadline, Work<T> work) {
    CompletableFuture<Void> end = new CompletableFuture<>();
    boolean _ = tenants.add(remote.tenant(), end);
    owner.usedBy(remote.tenant());
    lastUsed = System.nanoTime();
    try {
      if (!turn.tryLock(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
        return Result.failed(late(remote));
      }
      try {
        return work.run(tenants.charged(remote));
      } finally {
        turn.unlock();
      }
    } catch (HeavyCopy.NoTurnException e) {
      return Result.failed(e.failure());
    } catch (IOException e) {
      boolean _ = release();
      return Result.failed(LocalCopyFailure.failure(remote.branch(), e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Result.failed(late(remote));
    } finally {
      end.complete(null);
    }
  }

  private <A extends HistoryAnswer> Result<A> answer(
      Remote remote, CommitSha tip, Function<CommitGraph, A> question, TimeLimit deadline)
      throws IOException {
    if (!graph.holds(tip)
        && bring(remote, tip, deadline) instanceof Result.Failed<Fetched>(Failure failure)) {
      return Result.failed(failure);
    }
    if (!graph.holds(tip)) {
      return Result.failed(moved(remote, tip));
    }
    A answer = question.apply(graph);
    while (answer.isBeyondReach() && !tip.equals(exhausted)) {
      if (clone != null && step + 1 == depths().size()) {
        exhausted = tip;
      } else if (fetchAnew(remote, clone == null ? 0 : step + 1, deadline)
          instanceof Result.Failed<Fetched>(Failure failure)) {
        return Result.failed(failure);
      }
      answer = question.apply(graph);
    }
    return Result.ok(answer);
  }

  /** Fetches until the tip is known; the branch may have moved on, or even away, since. */
  private Result<Fetched> bring(Remote remote, CommitSha tip, TimeLimit deadline)
      throws IOException {
    Result<Fetched> fetched = update(remote, deadline);
    return fetched instanceof Result.Ok<Fetched> && !graph.holds(tip)
        ? fetchCommit(remote, tip, deadline)
        : fetched;
  }

  private Result<Fetched> update(Remote remote, TimeLimit deadline) throws IOException {
    BareClone local = clone;
    if (local == null || local.isLargerThan(settings.sizeLimit())) {
      return fetchAnew(remote, 0, deadline);
    }
    Result<Fetched> fetched = fetch(remote, local, deadline, HistoryFetch::update);
    return switch (fetched) {
      case Result.Ok<Fetched>(Fetched.Commit _) -> fetched;
      case Result.Ok<Fetched>(Fetched.NoFilters()), Result.Ok<Fetched>(Fetched.TooMuch()) ->
          fetchAnew(remote, 0, deadline);
      case Result.Failed<Fetched>(Failure failure) ->
          switch (failure.reason()) {
            // The cause may be the local copy or a rewritten history; a new copy will show.
            case REMOTE_ERROR, INTERNAL_ERROR, RECEIVED_TOO_MUCH, CACHE_FULL ->
                fetchAnew(remote, 0, deadline);
            default -> fetched;
          };
    };
  }

  private Result<Fetched> fetchCommit(Remote remote, CommitSha commit, TimeLimit deadline)
      throws IOException {
    BareClone local = clone;
    return local == null
        ? Result.ok(new Fetched.TooMuch())
        : fetch(remote, local, deadline, (fetch, transport) -> fetch.commit(transport, commit));
  }

  /** Fetches into a new copy: JGit fetches nothing into a copy that holds the tip already. */
  private Result<Fetched> fetchAnew(Remote remote, int depth, TimeLimit deadline)
      throws IOException {
    discard();
    BareClone local = BareClone.create(settings.folder(), budget.open(owner));
    clone = local;
    step = depth;
    int commits = depths().get(depth);
    Result<Fetched> fetched =
        fetch(remote, local, deadline, (fetch, transport) -> fetch.tip(transport, commits));
    if (fetched instanceof Result.Ok<Fetched>(Fetched.NoFilters()) && filtered) {
      filtered = false;
      return fetchAnew(remote, depth, deadline);
    }
    if (fetched instanceof Result.Failed<Fetched>) {
      discard();
    }
    return fetched;
  }

  /** One kind of fetch. */
  @FunctionalInterface
  private interface Kind {
    Fetched run(HistoryFetch fetch, Transport transport) throws IOException;
  }

  private Result<Fetched> fetch(Remote remote, BareClone local, TimeLimit deadline, Kind kind)
      throws IOException {
    HistoryFetch fetch = new HistoryFetch(local.repository(), remote, filtered);
    Result<Fetched> fetched =
        connector.with(
            remote,
            local.repository(),
            GitListener.Operation.FETCH,
            deadline.remaining(),
            transport -> kind.run(fetch, transport));
    if (fetched instanceof Result.Failed<Fetched>(Failure failure)
        && failure.reason() == Reason.TIMED_OUT) {
      // The fetch was given up, but may still write to the copy.
      discard();
      return fetched;
    }
    local.settle();
    if (fetched instanceof Result.Ok<Fetched>(Fetched.Commit(var id))) {
      graph =
          HeavyCopy.look(
              local.repository(),
              remote,
              () -> CommitReader.extended(graph, local.repository(), id));
    }
    return fetched;
  }

  private List<Integer> depths() {
    return filtered ? DEPTHS : DEPTHS_WITHOUT_FILTER;
  }

  /** Deletes the copy. What it held stays known, because a commit never changes. */
  private void discard() throws IOException {
    BareClone old = clone;
    clone = null;
    if (old != null) {
      old.close();
    }
  }

  private static Failure moved(Remote remote, CommitSha tip) {
    return new Failure.Remote(
        Reason.REMOTE_ERROR,
        "The history of the %s does not hold commit %s, which was its tip: the branch was rewritten meanwhile. The operator retries."
            .formatted(remote.branch(), tip.hex()));
  }

  private static Failure late(Remote remote) {
    return new Failure.Remote(
        Reason.TIMED_OUT,
        "The history of the %s was not read in time. Check the host's health, or raise spec.timeout"
            .formatted(remote.branch()));
  }
}
