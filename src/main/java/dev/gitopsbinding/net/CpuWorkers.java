package dev.gitopsbinding.net;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;

/**
 * Turns at the processors for work whose amount somebody outside decides: the opening of private
 * keys, the unpacking of what hosts send. Such work is done on platform threads: a virtual thread
 * that computes holds its carrier, and with a few of them nobody else gets one. Fair between
 * tenants; one of them has all turns but one at most.
 */
public final class CpuWorkers {
  private static final int FEWEST = 2;

  /** Of this process; its processors are no more than these, whoever asks. */
  private static final CpuWorkers SHARED =
      new CpuWorkers(Math.max(FEWEST, Runtime.getRuntime().availableProcessors() - 1));

  private final FairSemaphore turns;
  private final ThreadFactory threads;

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
   * itself: who waits may be interrupted, and the work then goes on and keeps its turn.
   *
   * @param timeout how long to wait for the turn
   * @return empty if there was no turn in time
   * @throws ExecutionException what the work threw
   * @throws ThreadShortageException if there can be no thread for it
   */
  public <T> Optional<T> run(String tenant, Duration timeout, Callable<T> work)
      throws InterruptedException, ExecutionException {
    Optional<FairSemaphore.Permit> turn = turn(tenant, timeout);
    if (turn.isEmpty()) {
      return Optional.empty();
    }
    FutureTask<T> task =
        new FutureTask<>(
            () -> {
              try (var _ = turn.get()) {
                return work.call();
              }
            });
    start(task, turn.get());
    return Optional.of(task.get());
  }

  /** Who is not started gives no turn back. */
  private void start(Runnable task, FairSemaphore.Permit turn) {
    try {
      ThreadShortageException.start(threads.newThread(task));
    } catch (RuntimeException | Error e) {
      turn.close();
      throw e;
    }
  }
}
