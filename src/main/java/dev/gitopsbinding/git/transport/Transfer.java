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

/**
 * What one operation takes of the process while it receives: bytes of the heap, and, once it has
 * computed for a while, a turn at the processors. Of the operation's own thread, but for {@link
 * #giveUp}. Nothing is kept while the other thing is waited for in a way that could block a circle
 * of operations: memory is exchanged and not added to, and a turn is given back before.
 */
public final class Transfer {
  /** Of the heap, for buffers and the like: what a transfer takes that unpacks nothing large. */
  public static final long FLAT_BYTES = 512L << 10;

  /** Most packs are done sooner, and wait for nobody. */
  private static final long FREE_NANOS = Duration.ofMillis(100).toNanos();

  private final RepositoryUrl url;
  private final Payers payers;
  private final TimeLimit deadline;
  private final MemoryBudget memory;
  private final CpuWorkers cpu;
  private Optional<FairSemaphore.Permit> bytes = Optional.empty();
  private Optional<FairSemaphore.Permit> turn = Optional.empty();
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

  /** Counts the time that the calling thread computes from now on. */
  public void begin() {
    busySince = System.nanoTime();
  }

  /** Ends the operation at its next step; any thread may do so. */
  public void giveUp() {
    givenUp = true;
  }

  /** Gives everything back. */
  public void end() {
    rest();
    bytes.ifPresent(FairSemaphore.Permit::close);
    bytes = Optional.empty();
    held = 0;
  }

  /** Holds so many bytes of the budget at least. */
  public void hold(long wanted) throws IOException {
    if (wanted <= held) {
      return;
    }
    boolean worked = turn.isPresent();
    end();
    bytes = inTime((tenant, patience) -> memory.reserve(tenant, wanted, patience));
    if (bytes.isEmpty()) {
      throw new FailureException(crowded("memory"));
    }
    held = wanted;
    if (worked) {
      takeTurn();
    }
    busySince = System.nanoTime();
  }

  /**
   * One step of computing is done and another follows.
   *
   * @throws FailureException if the operation was given up, or its time is over
   */
  void step() throws IOException {
    if (givenUp || deadline.expired()) {
      rest();
      throw new FailureException(late());
    }
    long now = System.nanoTime();
    busyNanos += now - busySince;
    busySince = now;
    if (turn.isEmpty() && busyNanos > FREE_NANOS) {
      takeTurn();
      busySince = System.nanoTime();
    }
  }

  /** Counts as computing whatever is done between two reads; a host that is silent has no turn. */
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

  /** Gives the turn back. */
  void rest() {
    turn.ifPresent(FairSemaphore.Permit::close);
    turn = Optional.empty();
  }

  private void takeTurn() throws IOException {
    turn = inTime(cpu::turn);
    if (turn.isEmpty()) {
      throw new FailureException(crowded("processors"));
    }
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
