package dev.gitopsbinding.git.transport;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.net.FailureException;
import dev.gitopsbinding.net.share.CpuWorkers;
import dev.gitopsbinding.net.share.FairSemaphore;
import dev.gitopsbinding.net.share.MemoryBudget;
import dev.gitopsbinding.net.share.Payers;
import dev.gitopsbinding.net.share.TimeLimit;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The share of the process's resources that one operation takes while it receives: heap memory,
 * and, once it has computed for a while, a turn at the processors. Used by the thread of the
 * operation only, except {@link #giveUp}. To avoid a deadlock between operations, memory is
 * released before more is reserved, and the turn is released before memory is waited for.
 */
public final class Transfer {
  /** Heap memory for buffers; enough for a transfer that unpacks no large objects. */
  public static final long FLAT_BYTES = 512L << 10;

  /** Computing time without a turn. Most packs take less, and never wait. */
  private static final long FREE_NANOS = Duration.ofMillis(100).toNanos();

  private final RepositoryUrl url;
  private final Payers payers;
  private final TimeLimit deadline;
  private final MemoryBudget memory;
  private final CpuWorkers cpu;
  private FairSemaphore.@Nullable Permit bytes;
  private FairSemaphore.@Nullable Permit turn;
  private long held;
  private long busyNanos;
  private long busySince = System.nanoTime();
  private volatile boolean givenUp;

  public Transfer(
      RepositoryUrl url, Payers payers, TimeLimit deadline, MemoryBudget memory, CpuWorkers cpu) {
    this.url = url;
    this.payers = payers;
    this.deadline = deadline;
    this.memory = memory;
    this.cpu = cpu;
  }

  /** Starts the count of the computing time of the calling thread. */
  public void begin() {
    busySince = System.nanoTime();
  }

  /** Makes the operation end at its next step; any thread may call it. */
  public void giveUp() {
    givenUp = true;
  }

  /** Releases the memory and the turn. */
  public void end() {
    rest();
    if (bytes != null) {
      bytes.close();
      bytes = null;
    }
    held = 0;
  }

  /**
   * Reserves memory of the budget, if less is held.
   *
   * @param wanted in bytes
   * @throws FailureException if the memory was not free in time
   */
  public void hold(long wanted) throws IOException {
    if (wanted <= held) {
      return;
    }
    boolean hadTurn = turn != null;
    end();
    bytes =
        inTime((tenant, patience) -> memory.reserve(tenant, wanted, patience))
            .orElseThrow(() -> new FailureException(crowded("memory")));
    held = wanted;
    if (hadTurn) {
      takeTurn();
    }
    busySince = System.nanoTime();
  }

  /**
   * Marks the boundary between two steps of computing; may wait for a turn.
   *
   * @throws FailureException if the operation was given up, its time is over, or there was no turn
   *     in time
   */
  void step() throws IOException {
    if (givenUp || deadline.expired()) {
      rest();
      throw new FailureException(late());
    }
    long now = System.nanoTime();
    busyNanos += now - busySince;
    busySince = now;
    if (turn == null && busyNanos > FREE_NANOS) {
      takeTurn();
      busySince = System.nanoTime();
    }
  }

  /** Counts the time between two reads as computing time. During a read, the turn is released. */
  InputStream receiving(InputStream stream) {
    return new FilterInputStream(stream) {
      @Override
      public int read() throws IOException {
        pause();
        int next = super.read();
        resume();
        return next;
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        pause();
        int read = super.read(buffer, offset, length);
        resume();
        return read;
      }
    };
  }

  private void pause() {
    busyNanos += System.nanoTime() - busySince;
    rest();
  }

  private void resume() throws IOException {
    busySince = System.nanoTime();
    step();
  }

  /** Releases the turn. */
  void rest() {
    if (turn != null) {
      turn.close();
      turn = null;
    }
  }

  private void takeTurn() throws IOException {
    turn = inTime(cpu::turn).orElseThrow(() -> new FailureException(crowded("processors")));
  }

  private Optional<FairSemaphore.Permit> inTime(Payers.Attempt<FairSemaphore.Permit> wait)
      throws IOException {
    try {
      return payers.take(deadline, wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException().initCause(e);
    }
  }

  private Failure late() {
    return new Failure.Remote(
        Reason.TIMED_OUT,
        url
            + ": the received data was not unpacked in time. Use a smaller repository, or raise spec.timeout");
  }

  private Failure crowded(String what) {
    return new Failure.Remote(
        Reason.TIMED_OUT,
        url
            + ": waited too long for a share of the operator's "
            + what
            + ", which other transfers use, most of them of the same namespace. The operator retries");
  }
}
