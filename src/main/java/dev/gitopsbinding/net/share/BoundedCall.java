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
 * Runs a call with a hard limit, because no timeout of a library covers all of it. After 90 % of
 * the time, or one second before its end if that is later, the call is interrupted and aborted; the
 * rest is left for it to stop, so that it has ended when the caller goes on.
 *
 * @param thread the name of the operation's thread
 */
public record BoundedCall(String thread, Duration timeout) {
  private static final Duration LONGEST_REST = Duration.ofSeconds(1);
  private static final int PART_FOR_REST = 10;

  /**
   * Runs the operation in a thread of its own, which is interrupted when the time is up.
   *
   * @param abort ends what is under way; may block
   * @param counts whether a result that arrives after the abort is used
   * @return empty when the time is up
   * @throws ExecutionException what the operation threw
   */
  public <T> Optional<T> run(Callable<T> operation, Runnable abort, Predicate<? super T> counts)
      throws InterruptedException, ExecutionException {
    return run(Thread.ofVirtual().factory(), operation, abort, counts);
  }

  /**
   * As {@link #run(Callable, Runnable, Predicate)}.
   *
   * @param threads makes the thread; one that computes for long is no virtual thread
   * @throws ThreadShortageException if there can be no thread for it
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

  /** The abort itself may block; the caller's time is not spent on it. */
  private static void stop(Thread thread, Runnable abort) {
    thread.interrupt();
    Thread.ofVirtual().name("abort").start(abort);
  }
}
