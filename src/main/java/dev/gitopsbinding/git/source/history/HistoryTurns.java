package dev.gitopsbinding.git.source.history;

import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.store.CopyOwner;
import dev.gitopsbinding.git.store.HeavyCopy;
import dev.gitopsbinding.git.store.LocalCopyFailure;
import dev.gitopsbinding.git.store.WaitingTenants;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.FailureException;
import dev.gitopsbinding.net.share.TimeLimit;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serialises the work on one history. All namespaces that wait are charged for the work that runs,
 * because it serves them too.
 */
final class HistoryTurns {
  private static final Logger LOG = LoggerFactory.getLogger(HistoryTurns.class);

  private final CopyOwner owner;
  private final Change discard;
  private final WaitingTenants tenants = new WaitingTenants();
  private final ReentrantLock turn = new ReentrantLock();

  /** Work in a turn. */
  @FunctionalInterface
  interface Work<T> {
    /**
     * Does the work.
     *
     * @param charged the remote, charged to all namespaces that wait
     * @throws FailureException for a failure with a reason
     * @throws IOException for a fault of the local copy
     */
    T run(Remote charged) throws IOException;
  }

  /** A change of what is held. */
  @FunctionalInterface
  interface Change {
    void run() throws IOException;
  }

  /**
   * @param discard deletes the local copy, if it is damaged or others need its room
   */
  HistoryTurns(RemoteBranch branch, Change discard) {
    this.owner = new CopyOwner(branch.toString(), this::release);
    this.discard = discard;
  }

  /** The owner of the local copy in the disk budget. */
  CopyOwner owner() {
    return owner;
  }

  /** Works in a turn; waits for it, at most until the deadline. */
  <T> Result<T> take(Remote remote, TimeLimit deadline, Work<T> work) {
    CompletableFuture<Void> end = new CompletableFuture<>();
    boolean _ = tenants.add(remote.tenant(), end);
    owner.usedBy(remote.tenant());
    try {
      if (!turn.tryLock(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
        return Result.failed(late(remote));
      }
      try {
        return Result.ok(work.run(tenants.charged(remote)));
      } finally {
        turn.unlock();
      }
    } catch (HeavyCopy.NoTurnException e) {
      return Result.failed(e.failure());
    } catch (FailureException e) {
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

  /** Deletes the local copy unless somebody is at it; true if it was deleted. */
  boolean release() {
    return unlessInUse(discard);
  }

  /** Makes a change unless somebody is at the history, also the caller; true if it was made. */
  boolean unlessInUse(Change change) {
    if (turn.isHeldByCurrentThread() || !turn.tryLock()) {
      return false;
    }
    try {
      change.run();
      return true;
    } catch (IOException e) {
      LOG.warn("The folder of a local copy could not be deleted.", e);
      return false;
    } finally {
      turn.unlock();
    }
  }

  private static Failure late(Remote remote) {
    return new Failure.Remote(
        Reason.TIMED_OUT,
        "The history of the %s was not read in time. Check the host's health, or raise spec.timeout"
            .formatted(remote.branch()));
  }
}
