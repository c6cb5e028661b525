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
 * Bounds a git operation from outside, and words what came of it.
 *
 * @param advice what to do where the time was up
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

  /** Why an operation ends that is interrupted. */
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
