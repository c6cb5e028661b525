package dev.gitopsbinding.git.source.history;

import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.source.copy.HistoryCopy;
import dev.gitopsbinding.git.store.DiskBudget;
import dev.gitopsbinding.git.transport.Connector;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.share.TimeLimit;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The history of one source branch, read with one credential: a local copy of commits on disk, and
 * the graph of these commits in memory. Callers take turns, so that one fetch serves all of them.
 */
final class HistoryStore {
  private final KnownHistory history;
  private final ReceivedCommits received;
  private final HistoryTurns turns;
  private final GraphBudget graphs;

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
    this(connector, settings, budget, graphs, branch, content, new ReceivedCommits());
  }

  /**
   * @param received takes the commits that fetches bring
   */
  HistoryStore(
      Connector connector,
      HistorySettings settings,
      DiskBudget budget,
      GraphBudget graphs,
      RemoteBranch branch,
      HistoryContent content,
      ReceivedCommits received) {
    this.received = received;
    this.turns = new HistoryTurns(branch, this::discardCopy);
    this.graphs = graphs;
    this.history =
        new KnownHistory(
            new HistoryCopy(
                connector,
                new HistoryCopy.Place(
                    settings.folder(),
                    settings.sizeLimit(),
                    budget,
                    turns.owner(),
                    settings.nanos(),
                    received),
                content.filters()),
            received,
            settings.nanos());
  }

  /** Answers a question about the history of a tip; fetches only what is not known yet. */
  <A extends HistoryAnswer> Result<A> ask(
      Remote remote, CommitSha tip, Function<CommitGraph, A> question, TimeLimit deadline) {
    return ask(remote, tip, question, Integer.MAX_VALUE, deadline);
  }

  /** As {@link #ask}, but not deeper than usual, because somebody else may know. */
  <A extends HistoryAnswer> Result<A> askUsual(
      Remote remote, CommitSha tip, Function<CommitGraph, A> question, TimeLimit deadline) {
    return ask(remote, tip, question, KnownHistory.USUAL_STEP, deadline);
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
          history.acceptFiles();
          history.hold(charged, tip, deadline);
          A answer = question.apply(history.graph());
          while (answer.isBeyondReach() && history.deepen(charged, tip, deepest, deadline)) {
            answer = question.apply(history.graph());
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
          history.acceptFiles();
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
            history.acceptFiles();
          }
          return readFrom(charged, tip, read, KnownHistory.USUAL_STEP, deadline);
        });
  }

  private <A extends HistoryAnswer> A readFrom(
      Remote remote, CommitSha tip, LocalRead<A> read, int deepest, TimeLimit deadline)
      throws IOException {
    history.holdCopy(remote, tip, deadline);
    A answer = history.look(remote, read);
    while (answer.isBeyondReach() && history.deepenCopy(remote, deepest, deadline)) {
      answer = history.look(remote, read);
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
          history.acceptFiles();
          history.hold(charged, tip, deadline);
          while (true) {
            CommitSha older = name == null ? named(newer, wanted) : name;
            Descent answer =
                older == null
                    ? history.graph().descent(newer, wanted)
                    : history.graph().descent(newer, older);
            if (!history.learnMore(charged, tip, answer, older, deadline)) {
              return answer;
            }
          }
        });
  }

  /** If a part of a name fits several commits, the one that the newer commit descends from. */
  private @Nullable CommitSha named(CommitSha newer, Predicate<CommitSha> wanted) {
    return history.graph().descent(newer, wanted) instanceof Descent.Descends(CommitSha older)
        ? older
        : history.graph().find(wanted).orElse(null);
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

  private void discardCopy() throws IOException {
    history.discardCopy();
  }

  private boolean giveUpGraph() {
    return turns.unlessInUse(history::forgetGraph);
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
              received.forget();
              known = history.graph().size();
            }
          });
    } finally {
      graphs.used(this, known, this::giveUpGraph);
    }
  }
}
