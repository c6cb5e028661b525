package dev.gitopsbinding.git;

import dev.gitopsbinding.model.Failure;
import java.net.SocketException;

/**
 * Carries a failure through JGit. It is a {@link SocketException} because JGit sends a request anew
 * after any other I/O error, and a push must not be sent twice.
 */
final class FailureException extends SocketException {
  private final transient Failure failure;

  FailureException(Failure failure) {
    super(failure.message());
    this.failure = failure;
  }

  FailureException(Failure failure, Throwable cause) {
    this(failure);
    initCause(cause);
  }

  Failure failure() {
    return failure;
  }
}
