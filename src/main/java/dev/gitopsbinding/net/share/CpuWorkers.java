package dev.gitopsbinding.net.share;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;

/**
 * Turns at the processors for work whose amount somebody outside decides: the opening of private
 * keys, the unpacking of what hosts send. Such work is done on platform threads: a virtual thread
 * that computes holds its carrier, and with a few of them nobody else gets one. Fair between
 * tenants; one of them has all turns but one at most.
 *
 * <p>A turn stands last in the order in which scarce things are taken: the turn of a lane, a permit
 * of the host, room in the {@link MemoryBudget}, and then a turn, here or at the parsers of large
 * files. Who has something that stands later gives it back before waiting for what stands earlier,
 * or two would wait for each other: a transfer by resting, work in a turn by {@link #aside}.
 */
public final class CpuWorkers {
  private static final int FEWEST = 2;

  /** Of this process; its processors are no more than these, whoever asks. */
  private static final CpuWorkers SHARED =
      new CpuWorkers(Math.max(FEWEST, Runtime.getRuntime().availableProcessors() - 1));

  /** The turn in which the calling thread works. */
  private static final ScopedValue<Turn> MINE = ScopedValue.newInstance();

  private final FairSemaphore turns;
  private final ThreadFactory threads;

  /** A turn was given back for a while and did not come again in time; the work has to end. */
  public static final class TurnLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TurnLostException() {
      super("no turn at the processors came again in time");
    }
  }

  /**
   * Nobody works yet.
   *
   * @param turns how many work at once, at least 2
   */
  public CpuWorkers(int turns) {
    this(turns, Thread.ofPlatform().daemon().name("cpu").factory());
  }

  /**
   * @param threads makes the platform threads
   */
  CpuWorkers(int turns, ThreadFactory threads) {
    this.turns = new FairSemaphore(turns, turns - 1L);
    this.threads = threads;
  }

  /** Those of this process: one less than it has processors, and two at least. */
  public static CpuWorkers shared() {
    return SHARED;
  }

  /**
   * Waits for a turn.
   *
   * @param tenant on whose behalf, usually a namespace
   * @return to be closed once; empty if there was none within {@code timeout}
   */
  public Optional<FairSemaphore.Permit> turn(String tenant, Duration timeout)
      throws InterruptedException {
    return turns.acquire(tenant, 1, timeout);
  }

  /**
   * Does work in its turn, on a platform thread, and waits for it to end. The work must end by
   * itself: who waits may be interrupted, and the work then goes on and keeps its turn. Who has a
   * turn works on in it: a second one might never come, where a tenant has only one.
   *
   * @param payers who may be charged for the turn
   * @param timeout how long to wait for the turn
   * @return empty if there was no turn in time, or none any more after {@link #aside}
   * @throws ExecutionException what the work threw
   * @throws ThreadShortageException if there can be no thread for it
   */
  public <T> Optional<T> run(Payers payers, Duration timeout, Callable<T> work)
      throws InterruptedException, ExecutionException {
    FutureTask<T> task;
    if (MINE.isBound()) {
      task = new FutureTask<>(work);
      task.run();
    } else {
      Turn turn = new Turn(payers, timeout);
      if (!turn.take()) {
        return Optional.empty();
      }
      task = new FutureTask<>(() -> turn.use(work));
      start(task, turn);
    }
    try {
      return Optional.of(task.get());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TurnLostException) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** As {@link #run(Payers, Duration, Callable)}, for one tenant alone. */
  public <T> Optional<T> run(String tenant, Duration timeout, Callable<T> work)
      throws InterruptedException, ExecutionException {
    return run(new Payers.One(tenant), timeout, work);
  }

  /**
   * Does something that may wait for memory or for other turns. Where the calling thread works in a
   * turn, it is given back meanwhile.
   *
   * @throws TurnLostException if the turn did not come again within the time that the work waited
   *     for it at most
   */
  public static <T> T aside(Supplier<T> waiting) {
    if (!MINE.isBound()) {
      return waiting.get();
    }
    Turn turn = MINE.get();
    turn.giveBack();
    try {
      return waiting.get();
    } finally {
      turn.takeAgain();
    }
  }

  /** Of the thread that works in it. */
  private final class Turn {
    private final Payers payers;
    private final Duration patience;
    private Optional<FairSemaphore.Permit> permit = Optional.empty();

    Turn(Payers payers, Duration patience) {
      this.payers = payers;
      this.patience = patience;
    }

    boolean take() throws InterruptedException {
      permit = payers.take(TimeLimit.in(patience), CpuWorkers.this::turn);
      return permit.isPresent();
    }

    void giveBack() {
      permit.ifPresent(FairSemaphore.Permit::close);
      permit = Optional.empty();
    }

    void takeAgain() {
      try {
        if (!take()) {
          throw new TurnLostException();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new TurnLostException();
      }
    }

    <T> T use(Callable<T> work) throws Exception {
      try {
        return ScopedValue.where(MINE, this).call(work::call);
      } finally {
        giveBack();
      }
    }
  }

  /** Who is not started gives no turn back. */
  private void start(Runnable task, Turn turn) {
    try {
      ThreadShortageException.start(threads.newThread(task));
    } catch (RuntimeException | Error e) {
      turn.giveBack();
      throw e;
    }
  }
}
