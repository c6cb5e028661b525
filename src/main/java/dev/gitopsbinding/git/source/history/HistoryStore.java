package dev.gitopsbinding.git.source.history;

import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.source.copy.Fetched;
import dev.gitopsbinding.git.source.copy.HistoryCopy;
import dev.gitopsbinding.git.store.DiskBudget;
import dev.gitopsbinding.git.store.HeavyCopy;
import dev.gitopsbinding.git.transport.Connector;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.FailureException;
import dev.gitopsbinding.net.share.CpuWorkers;
import dev.gitopsbinding.net.share.TimeLimit;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The history of one source branch, read with one credential: a local copy of commits on disk, and
 * the graph of these commits in memory. Callers take turns, so that one fetch serves all of them.
 */
final class HistoryStore {
  private static final Logger LOG = LoggerFactory.getLogger(HistoryStore.class);

  /** About 9 MiB of heap. A graph that has more is begun anew, together with its copy. */
  private static final int MAX_KNOWN = 200_000;

  /** So deep is the branch fetched before the host is asked for a commit beside it. */
  private static final int USUAL_STEP = 1;

  /** By then the host may send more than before. */
  private static final long FORGET = Duration.ofHours(1).toNanos();

  private final HistoryCopy copy;
  private final HistoryTurns turns;
  private final GraphBudget graphs;
  private final LongSupplier nanos;
  private final OlderCommits olderCommits = new OlderCommits();
  private CommitGraph graph = CommitGraph.EMPTY;

  /** A tip of which the graph holds as much history as can be had. */
  private @Nullable CommitSha exhausted;

  private long exhaustedAt;

  /** The size of the graph after the last turn. */
  private volatile int known;

  private volatile long lastUsed = System.nanoTime();

  HistoryStore(
      Connector connector,
      HistorySettings settings,
      DiskBudget budget,
      GraphBudget graphs,
      RemoteBranch branch,
      HistoryContent content) {
    this.turns = new HistoryTurns(branch, this::discardCopy);
    this.graphs = graphs;
    this.nanos = settings.nanos();
    this.copy =
        new HistoryCopy(
            connector,
            new HistoryCopy.Place(
                settings.folder(), settings.sizeLimit(), budget, turns.owner(), settings.nanos()),
            content.filters());
  }

  /** Answers a question about the history of a tip; fetches only what is not known yet. */
  <A extends HistoryAnswer> Result<A> ask(
      Remote remote, CommitSha tip, Function<CommitGraph, A> question, TimeLimit deadline) {
    return ask(remote, tip, question, Integer.MAX_VALUE, deadline);
  }

  /** As {@link #ask}, but not deeper than usual, because somebody else may know. */
  <A extends HistoryAnswer> Result<A> askUsual(
      Remote remote, CommitSha tip, Function<CommitGraph, A> question, TimeLimit deadline) {
    return ask(remote, tip, question, USUAL_STEP, deadline);
  }

  private <A extends HistoryAnswer> Result<A> ask(
      Remote remote,
      CommitSha tip,
      Function<CommitGraph, A> question,
      int deepest,
      TimeLimit deadline) {
    return inTurn(
        remote,
        deadline,
        charged -> {
          copy.acceptFiles();
          hold(charged, tip, () -> graph.holds(tip), deadline);
          A answer = question.apply(graph);
          while (answer.isBeyondReach() && copy.step() < deepest && mayDeepen(tip)) {
            learn(charged, copy.deepen(charged, deadline));
            answer = question.apply(graph);
          }
          return answer;
        });
  }

  /** Answers a question from the local copy, which is fetched if it is gone or lacks the tip. */
  <A extends HistoryAnswer> Result<A> read(
      Remote remote, CommitSha tip, LocalRead<A> read, TimeLimit deadline) {
    return inTurn(
        remote,
        deadline,
        charged -> {
          copy.acceptFiles();
          return readFrom(charged, tip, read, Integer.MAX_VALUE, deadline);
        });
  }

  /**
   * As {@link #read}, but not deeper than usual, because nobody waits for the answer.
   *
   * @param wholeFiles if not, fails if the server cannot leave out files and nobody needs them
   */
  <A extends HistoryAnswer> Result<A> readUsual(
      Remote remote, CommitSha tip, LocalRead<A> read, boolean wholeFiles, TimeLimit deadline) {
    return inTurn(
        remote,
        deadline,
        charged -> {
          if (wholeFiles) {
            copy.acceptFiles();
          }
          return readFrom(charged, tip, read, USUAL_STEP, deadline);
        });
  }

  private <A extends HistoryAnswer> A readFrom(
      Remote remote, CommitSha tip, LocalRead<A> read, int deepest, TimeLimit deadline)
      throws IOException {
    hold(remote, tip, () -> copy.holds(tip), deadline);
    A answer = look(remote, read);
    while (answer.isBeyondReach() && copy.step() < deepest && copy.canDeepen()) {
      learn(remote, copy.deepen(remote, deadline));
      answer = look(remote, read);
    }
    return answer;
  }

  /**
   * Whether a commit descends from a wanted one. If it does not, the host is asked for the wanted
   * commit, which may have left the branch: both histories together have the answer sooner, and the
   * commit that both descend from.
   *
   * @param name the whole name of the wanted commit; null if only a part of it is known
   */
  Result<Descent> descent(
      Remote remote,
      CommitSha tip,
      CommitSha newer,
      Predicate<CommitSha> wanted,
      @Nullable CommitSha name,
      TimeLimit deadline) {
    return inTurn(
        remote,
        deadline,
        charged -> {
          copy.acceptFiles();
          hold(charged, tip, () -> graph.holds(tip), deadline);
          while (true) {
            CommitSha older = name == null ? named(newer, wanted) : name;
            Descent answer =
                older == null ? graph.descent(newer, wanted) : graph.descent(newer, older);
            if (!learnMore(charged, tip, answer, older, deadline)) {
              return answer;
            }
          }
        });
  }

  /** A part of a name may be that of several commits: then it is the one that is descended from. */
  private @Nullable CommitSha named(CommitSha newer, Predicate<CommitSha> wanted) {
    return graph.descent(newer, wanted) instanceof Descent.Descends(CommitSha older)
        ? older
        : graph.find(wanted).orElse(null);
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
    return turns.release();
  }

  private boolean giveUpGraph() {
    return turns.unlessInUse(this::forgetGraph);
  }

  private <T> Result<T> inTurn(Remote remote, TimeLimit deadline, HistoryTurns.Work<T> work) {
    lastUsed = System.nanoTime();
    try {
      return turns.take(
          remote,
          deadline,
          charged -> {
            try {
              return work.run(charged);
            } finally {
              known = graph.size();
            }
          });
    } finally {
      graphs.used(this, known, this::giveUpGraph);
    }
  }

  /** Fetches until the tip is held; the branch may have moved on, or even away, since. */
  private void hold(Remote remote, CommitSha tip, BooleanSupplier held, TimeLimit deadline)
      throws IOException {
    if (graph.size() == 0 && copy.repository().isPresent()) {
      learn(remote, copy.heads());
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

  private <A> A look(Remote remote, LocalRead<? extends A> read) throws IOException {
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

  /** Whether older commits of a tip may be fetched; notes if all that can be had are known. */
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
  private boolean learnMore(
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
            remote, commit, step, deadline, (local, head) -> learn(remote, local, List.of(head)));
    olderCommits.asked(commit, step, fetched, now);
    return fetched instanceof Result.Ok<Fetched>(Fetched.Commit _) && graph.holds(commit);
  }

  private void learn(Remote remote, Result<Fetched> fetched) throws IOException {
    switch (fetched) {
      case Result.Ok<Fetched>(Fetched.Commit _) -> learn(remote, copy.heads());
      case Result.Ok<Fetched> _ -> {
        // Nothing is new; the answer from what is held shows.
      }
      case Result.Failed<Fetched>(Failure failure) -> throw new FailureException(failure);
    }
  }

  private void learn(Remote remote, Collection<ObjectId> heads) throws IOException {
    FileRepository local = copy.repository().orElse(null);
    if (local != null) {
      try {
        learn(remote, local, heads);
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
  private void learn(Remote remote, FileRepository local, Collection<ObjectId> heads)
      throws IOException {
    graph =
        HeavyCopy.look(
            local, remote, () -> intact(remote, () -> CommitReader.extended(graph, local, heads)));
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

  private void discardCopy() throws IOException {
    copy.discard();
  }

  private void forgetGraph() {
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
