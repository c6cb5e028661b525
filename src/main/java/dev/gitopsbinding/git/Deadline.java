package dev.gitopsbinding.git;

import dev.gitopsbinding.api.v1alpha1.Reason;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Bounds an operation from outside, because no timeout of a library covers all of it. A part of the
 * time is kept back for the operation to come to rest, so that it has ended when the caller goes
 * on.
 */
record Deadline(RepositoryUrl url, Duration timeout) {
  private static final Duration LONGEST_REST = Duration.ofSeconds(1);
  private static final int PART_FOR_REST = 10;

  <T> Result<T> run(Callable<Result<T>> operation, Runnable abort) {
    FutureTask<Result<T>> task = new FutureTask<>(operation);
    Thread thread = Thread.ofVirtual().name("git " + url.hostAndPort()).start(task);
    Duration part = timeout.dividedBy(PART_FOR_REST);
    Duration rest = part.compareTo(LONGEST_REST) < 0 ? part : LONGEST_REST;
    try {
      return task.get(timeout.minus(rest).toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      stop(thread, abort);
      return late(task, rest);
    } catch (InterruptedException e) {
      stop(thread, abort);
      Thread.currentThread().interrupt();
      return Result.failed(stopping(url));
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Why an operation ends that is interrupted. */
  static Failure stopping(RepositoryUrl url) {
    return new Failure.Remote(Reason.TIMED_OUT, url + ": given up, because the operator stops");
  }

  /** What was done at the last moment counts. */
  private <T> Result<T> late(FutureTask<Result<T>> task, Duration rest) {
    try {
      if (task.get(rest.toMillis(), TimeUnit.MILLISECONDS) instanceof Result.Ok<T> done) {
        return done;
      }
    } catch (TimeoutException | ExecutionException e) {
      return timedOut();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return timedOut();
  }

  private <T> Result<T> timedOut() {
    return Result.failed(
        new Failure.Remote(
            Reason.TIMED_OUT,
            "%s did not answer within %d s. Check the host's health, or raise spec.timeout"
                .formatted(url, Math.round(timeout.toMillis() / 1000.0))));
  }

  /** The abort itself may block; the caller's time is not spent on it. */
  private static void stop(Thread thread, Runnable abort) {
    thread.interrupt();
    Thread.ofVirtual().name("abort").start(abort);
  }
}
