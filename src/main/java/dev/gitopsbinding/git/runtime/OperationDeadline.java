package dev.gitopsbinding.git.runtime;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.share.BoundedCall;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;

/**
 * Limits the duration of a git operation, and turns its end into a result.
 *
 * @param timeout zero or more; zero ends at once
 * @param advice what a user can do if the time is up; a sentence without its full stop
 */
record OperationDeadline(RepositoryUrl url, Duration timeout, String advice) {
  <T> Result<T> run(ThreadFactory threads, Callable<Result<T>> operation, Runnable abort) {
    try {
      return new BoundedCall("git " + url.hostAndPort(), timeout)
          .run(threads, operation, abort, Result.Ok.class::isInstance)
          .orElseGet(this::timedOut);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Result.failed(stopping(url));
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /** The failure of an operation that was interrupted, because the operator stops. */
  static Failure stopping(RepositoryUrl url) {
    return new Failure.Remote(
        Reason.TIMED_OUT, url + ": cancelled, because the operator is shutting down");
  }

  private <T> Result<T> timedOut() {
    return Result.failed(
        new Failure.Remote(
            Reason.TIMED_OUT,
            "%s did not answer within %d s. %s"
                .formatted(url, Math.round(timeout.toMillis() / 1000.0), advice)));
  }
}
