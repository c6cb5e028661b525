package dev.gitopsbinding.net.share;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/**
 * Runs a call with a hard limit, because no timeout of a library covers a whole operation. After 90
 * % of the time, or one second before the limit if that is later, the call is interrupted and
 * aborted; the rest of the time is left for it to stop. What a timeout means, and its message, is
 * up to the caller.
 *
 * @param thread the name of the call's thread
 * @param timeout how long the caller waits at most
 */
public record BoundedCall(String thread, Duration timeout) {
  private static final Duration LONGEST_REST = Duration.ofSeconds(1);
  private static final int PART_FOR_REST = 10;

  /**
   * Runs the operation in a virtual thread of its own.
   *
   * @param abort ends what the operation waits for; may block
   * @param counts whether a result that arrives after the abort is used
   * @return empty if the time was up
   * @throws InterruptedException if the caller was interrupted; the operation is aborted then
   * @throws ExecutionException what the operation threw
   */
  public <T> Optional<T> run(Callable<T> operation, Runnable abort, Predicate<? super T> counts)
      throws InterruptedException, ExecutionException {
    return run(Thread.ofVirtual().factory(), operation, abort, counts);
  }

  /**
   * As {@link #run(Callable, Runnable, Predicate)}.
   *
   * @param threads creates the thread; a platform thread for an operation that computes for long
   * @throws ThreadShortageException if the thread cannot be started
   */
  public <T> Optional<T> run(
      ThreadFactory threads, Callable<T> operation, Runnable abort, Predicate<? super T> counts)
      throws InterruptedException, ExecutionException {
    FutureTask<T> task = new FutureTask<>(operation);
    Thread running = threads.newThread(task);
    running.setName(thread);
    ThreadShortageException.start(running);
    Duration part = timeout.dividedBy(PART_FOR_REST);
    Duration rest = part.compareTo(LONGEST_REST) < 0 ? part : LONGEST_REST;
    try {
      return Optional.of(task.get(timeout.minus(rest).toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      stop(running, abort);
      return late(task, rest).filter(counts);
    } catch (InterruptedException e) {
      stop(running, abort);
      throw e;
    }
  }

  private static <T> Optional<T> late(FutureTask<T> task, Duration rest)
      throws InterruptedException {
    try {
      return Optional.of(task.get(rest.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException | ExecutionException e) {
      return Optional.empty();
    }
  }

  /** Runs the abort in a thread of its own, because it may block. */
  private static void stop(Thread thread, Runnable abort) {
    thread.interrupt();
    Thread.ofVirtual().name("abort").start(abort);
  }
}
