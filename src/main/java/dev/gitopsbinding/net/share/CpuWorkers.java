package dev.gitopsbinding.net.share;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits CPU-bound work whose amount is decided outside the operator, such as opening private keys
 * or unpacking what hosts send. The work runs on platform threads: a virtual thread that computes
 * occupies its carrier, and a few of them would block all others. Turns are shared fairly between
 * tenants; one tenant gets at most all turns but one.
 *
 * <p>Resources are acquired in one order, so that there is no deadlock: the turn of a lane, a
 * permit of the host, bytes of the {@link MemoryBudget}, and last a turn here or at the parsers of
 * large files. Code that holds a later resource releases it before it waits for an earlier one: a
 * transfer by resting, work in a turn by {@link #aside}.
 */
public final class CpuWorkers {
  private static final int FEWEST = 2;

  /** One for the whole process, because all share its processors. */
  private static final CpuWorkers SHARED =
      new CpuWorkers(Math.max(FEWEST, Runtime.getRuntime().availableProcessors() - 1));

  /** The turn that the calling thread works in. */
  private static final ScopedValue<Turn> MINE = ScopedValue.newInstance();

  private final FairSemaphore turns;
  private final ThreadFactory threads;

  /** A turn was released for a while and could not be acquired again in time; the work must end. */
  public static final class TurnLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TurnLostException() {
      super("no turn at the processors became free again in time");
    }
  }

  /**
   * Creates workers without work.
   *
   * @param turns how many tasks run at once, at least 2
   */
  public CpuWorkers(int turns) {
    this(turns, Thread.ofPlatform().daemon().name("cpu").factory());
  }

  /**
   * Creates workers without work.
   *
   * @param turns how many tasks run at once, at least 2
   * @param threads creates the platform threads
   */
  CpuWorkers(int turns, ThreadFactory threads) {
    this.turns = new FairSemaphore(turns, turns - 1L);
    this.threads = threads;
  }

  /** The workers of this process: one less than it has processors, and at least two. */
  public static CpuWorkers shared() {
    return SHARED;
  }

  /**
   * Waits for a turn.
   *
   * @param tenant who the work is for, usually a namespace
   * @return to be closed once; empty if no turn became free within {@code timeout}
   */
  public Optional<FairSemaphore.Permit> turn(String tenant, Duration timeout)
      throws InterruptedException {
    return turns.acquire(tenant, 1, timeout);
  }

  /**
   * Runs work on a platform thread once there is a turn, and waits for its end. The work must end
   * by itself: if the caller is interrupted, the work goes on and keeps its turn. If the calling
   * thread already works in a turn, the work runs in it: a second turn might never become free
   * where a tenant has only one.
   *
   * @param payers the tenants who may be charged for the turn
   * @param timeout how long to wait for the turn
   * @return empty if there was no turn in time, or it was lost in {@link #aside}
   * @throws ExecutionException what the work threw
   * @throws ThreadShortageException if no thread can be started for the work
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

  /** As {@link #run(Payers, Duration, Callable)}, for a single tenant. */
  public <T> Optional<T> run(String tenant, Duration timeout, Callable<T> work)
      throws InterruptedException, ExecutionException {
    return run(new Payers.One(tenant), timeout, work);
  }

  /**
   * Runs something that may wait for memory or for other turns. If the calling thread works in a
   * turn, the turn is released meanwhile.
   *
   * @throws TurnLostException if the turn could not be acquired again within the timeout of {@link
   *     #run(Payers, Duration, Callable)}
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

  /** The turn of one piece of work; used by the thread that does the work. */
  private final class Turn {
    private final Payers payers;
    private final Duration patience;
    private FairSemaphore.@Nullable Permit permit;

    Turn(Payers payers, Duration patience) {
      this.payers = payers;
      this.patience = patience;
    }

    boolean take() throws InterruptedException {
      permit = payers.take(TimeLimit.in(patience), CpuWorkers.this::turn).orElse(null);
      return permit != null;
    }

    void giveBack() {
      if (permit != null) {
        permit.close();
        permit = null;
      }
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

  /** A task that is not started does not release its turn itself. */
  private void start(Runnable task, Turn turn) {
    try {
      ThreadShortageException.start(threads.newThread(task));
    } catch (RuntimeException | Error e) {
      turn.giveBack();
      throw e;
    }
  }
}
