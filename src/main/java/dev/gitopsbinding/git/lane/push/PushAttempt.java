package dev.gitopsbinding.git.lane.push;

import dev.gitopsbinding.git.GitListener;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.lane.read.BranchCopy;
import dev.gitopsbinding.git.lane.read.LaneSettings;
import dev.gitopsbinding.git.protocol.BranchUpdate;
import dev.gitopsbinding.git.protocol.PushResponse;
import dev.gitopsbinding.git.store.FileSite;
import dev.gitopsbinding.git.store.HeavyCopy;
import dev.gitopsbinding.git.transport.Connector;
import dev.gitopsbinding.git.transport.Incoming;
import dev.gitopsbinding.git.transport.WatchedUse;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectId;

/** Applies change sets at a tip and sends the commits, once. */
final class PushAttempt {
  /** Commits on top of {@code base}, up to {@code top}. */
  record Prepared(BranchCopy.LocalTip base, AppliedBatch round, ObjectId top, Instant at) {}

  /** How it went. */
  sealed interface Outcome {
    /** Applied, and sent if there was any commit to send. */
    record Sent(Prepared prepared, PushResponse answer) implements Outcome {}

    /**
     * The tip could not be fetched, or is of another history.
     *
     * @param sound whether the local copy is as good as before
     */
    record NotSent(Optional<Failure> failure, boolean sound) implements Outcome {}
  }

  private final Connector connector;
  private final LaneSettings settings;
  private final Remote remote;
  private final FileRepository local;

  PushAttempt(Connector connector, LaneSettings settings, Remote remote, FileRepository local) {
    this.connector = connector;
    this.settings = settings;
    this.remote = remote;
    this.local = local;
  }

  /** At a tip whose objects are at hand. */
  Outcome.Sent at(BranchCopy.LocalTip base, List<QueuedPush> pushes, Duration patience)
      throws IOException {
    Prepared prepared = prepare(pushes, base);
    if (prepared.round().commits() == 0) {
      return new Outcome.Sent(prepared, new PushResponse.Accepted());
    }
    return new Outcome.Sent(
        prepared,
        answer(
            connector.with(
                remote,
                local,
                GitListener.Operation.PUSH,
                patience,
                transport ->
                    BranchUpdate.send(transport, local, remote, base.id(), prepared.top()))));
  }

  /**
   * At a tip that is fetched over the connection that the push goes over. Others who push all the
   * time would nearly always be faster than the opening of a second one.
   *
   * @throws HeavyCopy.NoTurnException if there was no turn to make the commits
   */
  Outcome atNews(BranchCopy.LocalTip last, List<QueuedPush> pushes, Duration patience)
      throws HeavyCopy.NoTurnException {
    AtomicReference<Prepared> prepared = new AtomicReference<>();
    AtomicReference<HeavyCopy.NoTurnException> noTurn = new AtomicReference<>();
    WatchedUse<PushResponse> use =
        new WatchedUse<>(
            transport -> {
              Instant asked = settings.steady().instant();
              return switch (BranchCopy.news(transport, local, remote, last.id())) {
                case BranchCopy.Fetched.Other() -> new PushResponse.Moved();
                case BranchCopy.Fetched.News(ObjectId tip) -> {
                  BranchCopy.LocalTip base = new BranchCopy.LocalTip(tip, asked);
                  try {
                    prepared.set(Incoming.aside(() -> prepare(pushes, base)));
                  } catch (HeavyCopy.NoTurnException e) {
                    // Not the host's fault, nor the local copy's.
                    noTurn.set(e);
                    yield new PushResponse.Moved();
                  }
                  Prepared made = prepared.get();
                  yield made.round().commits() == 0
                      ? new PushResponse.Accepted()
                      : BranchUpdate.send(transport, local, remote, tip, made.top());
                }
              };
            });
    Result<PushResponse> result =
        connector.with(remote, local, GitListener.Operation.PUSH, patience, use);
    Optional<HeavyCopy.NoTurnException> late = Optional.ofNullable(noTurn.get());
    if (late.isPresent()) {
      throw late.get();
    }
    return Optional.ofNullable(prepared.get())
        .<Outcome>map(made -> new Outcome.Sent(made, answer(result)))
        .orElseGet(() -> notSent(result, use));
  }

  /** An operation that only waited, and has ended, has not touched the local copy. */
  private static Outcome notSent(Result<PushResponse> result, WatchedUse<?> use) {
    return switch (result) {
      case Result.Ok<PushResponse> _ -> new Outcome.NotSent(Optional.empty(), true);
      case Result.Failed<PushResponse>(Failure failure) ->
          new Outcome.NotSent(
              Optional.of(failure), use.end() && failure.reason() == Reason.TIMED_OUT);
    };
  }

  private Prepared prepare(List<QueuedPush> pushes, BranchCopy.LocalTip base) throws IOException {
    return HeavyCopy.work(local, remote, () -> commits(pushes, base));
  }

  private Prepared commits(List<QueuedPush> pushes, BranchCopy.LocalTip base) throws IOException {
    try (CommitChain stack =
        new CommitChain(local, new FileSite(remote.branch(), base.id()), settings)) {
      AppliedBatch round = AppliedBatch.of(pushes, stack);
      if (round.commits() > 0) {
        stack.flush();
      }
      return new Prepared(base, round, stack.top(), settings.steady().instant());
    }
  }

  private static PushResponse answer(Result<PushResponse> result) {
    return switch (result) {
      case Result.Ok<PushResponse>(PushResponse known) -> known;
      case Result.Failed<PushResponse>(Failure failure) -> new PushResponse.Unknown(failure);
    };
  }
}
