package dev.gitopsbinding.git.source.history;

import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.source.copy.Fetched;
import dev.gitopsbinding.git.source.copy.HistoryCopy;
import dev.gitopsbinding.git.store.HeavyCopy;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.FailureException;
import dev.gitopsbinding.net.share.CpuWorkers;
import dev.gitopsbinding.net.share.TimeLimit;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is held of a source branch: the local copy, and the graph of its commits, which grow
 * together. Used by one thread at a time.
 */
final class KnownHistory {
  private static final Logger LOG = LoggerFactory.getLogger(KnownHistory.class);

  /** About 9 MiB of heap. A larger graph is discarded with its copy, and both begin again. */
  private static final int MAX_KNOWN = 200_000;

  /** The branch is fetched to this step before the host is asked for a commit outside of it. */
  static final int USUAL_STEP = 1;

  /** After this time an exhausted history is asked for again: the host may send more by then. */
  private static final long FORGET = Duration.ofHours(1).toNanos();

  private final HistoryCopy copy;
  private final LongSupplier nanos;
  private final ReceivedCommits received;
  private final OlderCommits olderCommits = new OlderCommits();
  private CommitGraph graph = CommitGraph.EMPTY;

  /** A tip whose history the graph holds as far as the host sends it. */
  private @Nullable CommitSha exhausted;

  private long exhaustedAt;

  /**
   * @param received the commits that fetches into the copy bring
   * @param nanos a monotonic time, in nanoseconds
   */
  KnownHistory(HistoryCopy copy, ReceivedCommits received, LongSupplier nanos) {
    this.copy = copy;
    this.received = received;
    this.nanos = nanos;
  }

  /** The commits that are known now. */
  CommitGraph graph() {
    return graph;
  }

  /** From now on the copy is worth fetching all files, if the server cannot leave them out. */
  void acceptFiles() {
    copy.acceptFiles();
  }

  /** Fetches until the graph holds the tip. */
  void hold(Remote remote, CommitSha tip, TimeLimit deadline) throws IOException {
    hold(remote, tip, () -> graph.holds(tip), deadline);
  }

  /** Fetches until the copy holds the tip: it may be gone, while the graph is not. */
  void holdCopy(Remote remote, CommitSha tip, TimeLimit deadline) throws IOException {
    hold(remote, tip, () -> copy.holds(tip), deadline);
  }

  /**
   * Fetches a step deeper, unless the graph holds all of a tip's history that the host sends.
   *
   * @param deepest a copy of this step is deep enough
   * @return false if nothing was fetched
   */
  boolean deepen(Remote remote, CommitSha tip, int deepest, TimeLimit deadline) throws IOException {
    boolean may = copy.step() < deepest && mayDeepen(tip);
    if (may) {
      learn(remote, copy.deepen(remote, deadline));
    }
    return may;
  }

  /** As {@link #deepen}, for what the copy alone can answer. */
  boolean deepenCopy(Remote remote, int deepest, TimeLimit deadline) throws IOException {
    boolean may = copy.step() < deepest && copy.canDeepen();
    if (may) {
      learn(remote, copy.deepen(remote, deadline));
    }
    return may;
  }

  /** Fetches until the tip is held; the branch may have moved on, or even away, since. */
  private void hold(Remote remote, CommitSha tip, BooleanSupplier held, TimeLimit deadline)
      throws IOException {
    if (graph.size() == 0 && copy.repository().isPresent()) {
      learn(remote, copy.heads(), null);
    }
    if (held.getAsBoolean()) {
      return;
    }
    if (graph.size() > MAX_KNOWN) {
      copy.discard();
      forgetGraph();
    }
    learn(remote, copy.update(remote, deadline));
    if (!held.getAsBoolean()) {
      learn(remote, copy.fetchCommit(remote, tip, deadline));
    }
    if (!held.getAsBoolean()) {
      throw new FailureException(moved(remote, tip));
    }
  }

  /** Reads the copy. */
  <A> A look(Remote remote, LocalRead<? extends A> read) throws IOException {
    FileRepository local =
        copy.repository().orElseThrow(() -> new IOException("there is no local copy"));
    // How much there is to compute is decided by the repository, also where its objects are small.
    Result<A> answer =
        HeavyCopy.askInTurn(remote, () -> Result.ok(intact(remote, () -> read.read(local, graph))));
    return switch (answer) {
      case Result.Ok<A>(A found) -> found;
      case Result.Failed<A>(Failure failure) -> throw new FailureException(failure);
    };
  }

  /** Whether older commits of a tip may be fetched; notes if all that the host sends are known. */
  private boolean mayDeepen(CommitSha tip) {
    if (exhausted != null && nanos.getAsLong() - exhaustedAt > FORGET) {
      exhausted = null;
    }
    if (exhausted != null && graph.descent(tip, exhausted) instanceof Descent.Descends) {
      return false;
    }
    boolean canDeepen = copy.canDeepen();
    if (!canDeepen && copy.isDeepest()) {
      exhausted = tip;
      exhaustedAt = nanos.getAsLong();
    }
    return canDeepen;
  }

  /** Fetches what may change an answer; false if there is nothing more to fetch. */
  boolean learnMore(
      Remote remote, CommitSha tip, Descent answer, @Nullable CommitSha older, TimeLimit deadline)
      throws IOException {
    return switch (answer) {
      case Descent.Descends _ -> false;
      case Descent.Unrelated(var _, var base) ->
          base == null
              && older != null
              && fetchAside(remote, older, olderCommits.nextStep(older), deadline);
      case Descent.BeyondReach _ -> {
        boolean mayDeepen = mayDeepen(tip);
        boolean isUsual = mayDeepen && copy.step() < USUAL_STEP;
        if (!isUsual && older != null && fetchAside(remote, older, copy.step(), deadline)) {
          yield true;
        }
        if (mayDeepen) {
          learn(remote, copy.deepen(remote, deadline));
        }
        yield mayDeepen;
      }
    };
  }

  /** Fetches the history of a commit that may have left the branch; true if more is known now. */
  private boolean fetchAside(Remote remote, CommitSha commit, int step, TimeLimit deadline)
      throws IOException {
    long now = System.nanoTime();
    if (step < olderCommits.nextStep(commit)
        || step >= copy.steps()
        || !olderCommits.allows(commit, now)
        || !graph.isCut(commit)) {
      return false;
    }
    Result<Fetched> fetched =
        copy.fetchAside(
            remote,
            commit,
            step,
            deadline,
            (local, head) -> learn(remote, local, List.of(head), received.give()));
    olderCommits.asked(commit, step, fetched, now);
    return fetched instanceof Result.Ok<Fetched>(Fetched.Commit _) && graph.holds(commit);
  }

  private void learn(Remote remote, Result<Fetched> fetched) throws IOException {
    switch (fetched) {
      case Result.Ok<Fetched>(Fetched.Commit _) -> learn(remote, copy.heads(), received.give());
      case Result.Ok<Fetched> _ -> {
        // Nothing is new. Whether the graph is enough shows when the question is answered from it.
      }
      case Result.Failed<Fetched>(Failure failure) -> throw new FailureException(failure);
    }
  }

  private void learn(Remote remote, Collection<ObjectId> heads, @Nullable ParentTable fetched)
      throws IOException {
    FileRepository local = copy.repository().orElse(null);
    if (local != null) {
      try {
        learn(remote, local, heads, fetched);
      } catch (FailureException e) {
        if (e.failure().reason() == Reason.RECEIVED_TOO_MUCH) {
          copy.discard();
          forgetGraph();
        }
        throw e;
      }
    }
  }

  /** Adds what a copy holds to the graph. What was known stays, because no commit changes. */
  private void learn(
      Remote remote,
      FileRepository local,
      Collection<ObjectId> heads,
      @Nullable ParentTable fetched)
      throws IOException {
    graph =
        HeavyCopy.look(
            local,
            remote,
            () -> intact(remote, () -> CommitReader.extended(graph, fetched, local, heads)));
  }

  /** Objects are not checked when they are received, and JGit does not expect malformed ones. */
  private static <A> A intact(Remote remote, HeavyCopy.Reading<A> read) throws IOException {
    try {
      return read.read();
    } catch (CpuWorkers.TurnLostException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.warn("A local copy of the {} could not be read.", remote.branch(), e);
      throw new FailureException(malformed(remote), e);
    }
  }

  /** Deletes the copy; what is known of it stays. */
  void discardCopy() throws IOException {
    copy.discard();
  }

  /** Forgets the commits; they are read from the copy again. */
  void forgetGraph() {
    graph = CommitGraph.EMPTY;
    olderCommits.forgetFetched();
    exhausted = null;
  }

  private static Failure malformed(Remote remote) {
    return new Failure.Remote(
        Reason.REMOTE_ERROR,
        "The history of the %s cannot be read: an object of it is malformed. Check the repository with git fsck, and replace the object."
            .formatted(remote.branch()));
  }

  private static Failure moved(Remote remote, CommitSha tip) {
    return new Failure.Remote(
        Reason.REMOTE_ERROR,
        "The history of the %s does not hold commit %s, which was its tip: the branch was rewritten meanwhile. The operator retries."
            .formatted(remote.branch(), tip.hex()));
  }
}
