package dev.gitopsbinding.git.lane.push;

import dev.gitopsbinding.git.GitListener;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.lane.read.BranchCopy;
import dev.gitopsbinding.git.lane.read.LaneSettings;
import dev.gitopsbinding.git.lane.read.NewerTip;
import dev.gitopsbinding.git.protocol.BranchUpdate;
import dev.gitopsbinding.git.protocol.PushResponse;
import dev.gitopsbinding.git.store.HeavyCopy;
import dev.gitopsbinding.git.store.read.FileSite;
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
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/** Applies change sets at a tip and sends the commits; one attempt. */
final class PushAttempt {
  /**
   * Commits that were made.
   *
   * @param ground what the commits build on
   * @param top the newest commit, or the one they build on if there is none
   * @param at when they were made, by the steady clock
   */
  record Prepared(Ground ground, AppliedBatch applied, ObjectId top, Instant at) {}

  /** The outcome of an attempt. */
  sealed interface Outcome {
    /**
     * The change sets were applied, and the push of their commits was tried, if there are any; the
     * response says how that ended.
     */
    record Attempted(Prepared prepared, PushResponse response) implements Outcome {}

    /**
     * The tip could not be fetched, or belongs to another history.
     *
     * @param intact whether the local copy can still be used
     */
    record NotSent(boolean intact) implements Outcome {}
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

  /**
   * Applies and pushes at a tip whose objects the local copy holds.
   *
   * @param timeout for the push; zero ends at once
   */
  Outcome.Attempted at(Ground ground, List<QueuedPush> pushes, Duration timeout)
      throws IOException {
    Prepared prepared = prepare(pushes, ground);
    if (!prepared.applied().needsPush()) {
      return new Outcome.Attempted(prepared, new PushResponse.Accepted());
    }
    BranchUpdate update = new BranchUpdate(local, remote, ground.expected(), prepared.top());
    Result<PushResponse> result =
        connector.with(remote, local, GitListener.Operation.PUSH, timeout, update::send);
    return new Outcome.Attempted(
        prepared,
        result instanceof Result.Failed<PushResponse>(Failure failure)
                && failure.reason() == Reason.HOST_UNREACHABLE
                && update.isUnsent()
            ? new PushResponse.Unreachable(failure)
            : response(result));
  }

  /**
   * Applies and pushes at the newest tip, which is fetched over the connection of the push. On a
   * busy branch, a second connection would take so long that the tip moves again in most cases.
   *
   * @param timeout for the fetch, the edits and the push together; zero ends at once
   * @throws HeavyCopy.NoTurnException if there was no turn to make the commits
   */
  Outcome atNewestTip(ObjectId last, List<QueuedPush> pushes, Duration timeout)
      throws HeavyCopy.NoTurnException {
    AtomicReference<@Nullable Prepared> prepared = new AtomicReference<>();
    AtomicReference<HeavyCopy.@Nullable NoTurnException> noTurn = new AtomicReference<>();
    WatchedUse<PushResponse> use =
        new WatchedUse<>(
            transport -> {
              Instant asked = settings.steady().instant();
              return switch (NewerTip.fetch(transport, local, remote, last)) {
                case NewerTip.OtherHistory() -> new PushResponse.Moved();
                case NewerTip.Descendant(ObjectId tip) -> {
                  Ground ground = Ground.at(new BranchCopy.LocalTip(tip, asked));
                  Prepared made;
                  try {
                    made = Incoming.aside(() -> prepare(pushes, ground));
                  } catch (HeavyCopy.NoTurnException e) {
                    // A fault neither of the host nor of the local copy.
                    noTurn.set(e);
                    yield new PushResponse.Moved();
                  }
                  prepared.set(made);
                  yield made.applied().needsPush()
                      ? new BranchUpdate(local, remote, tip, made.top()).send(transport)
                      : new PushResponse.Accepted();
                }
              };
            });
    Result<PushResponse> result =
        connector.with(remote, local, GitListener.Operation.PUSH, timeout, use);
    HeavyCopy.NoTurnException late = noTurn.get();
    if (late != null) {
      throw late;
    }
    Prepared made = prepared.get();
    return made == null
        ? new Outcome.NotSent(isIntact(result, use))
        : new Outcome.Attempted(made, response(result));
  }

  /** After a timeout the copy is intact if the use is not running and can no longer start. */
  private static boolean isIntact(Result<PushResponse> result, WatchedUse<?> use) {
    return switch (result) {
      case Result.Ok<PushResponse> _ -> true;
      case Result.Failed<PushResponse>(Failure failure) ->
          use.end() && failure.reason() == Reason.TIMED_OUT;
    };
  }

  private Prepared prepare(List<QueuedPush> pushes, Ground ground) throws IOException {
    return HeavyCopy.work(local, remote, () -> commits(pushes, ground));
  }

  private Prepared commits(List<QueuedPush> pushes, Ground ground) throws IOException {
    ObjectId onto = ground.onto().id();
    try (CommitChain chain =
        new CommitChain(local, new FileSite(remote.branch(), onto), settings, pushes.size())) {
      AppliedBatch applied = AppliedBatch.of(pushes, chain, ground.merge());
      if (applied.commits() > 0) {
        chain.flush();
      }
      return new Prepared(ground, applied, chain.top(), settings.steady().instant());
    }
  }

  private static PushResponse response(Result<PushResponse> result) {
    return switch (result) {
      case Result.Ok<PushResponse>(PushResponse known) -> known;
      case Result.Failed<PushResponse>(Failure failure) -> new PushResponse.Unknown(failure);
    };
  }
}
