package dev.gitopsbinding.net;

import dev.gitopsbinding.model.Failure;
import java.net.SocketException;

/**
 * Carries a failure through a library. It is a {@link SocketException} because JGit sends a request
 * again after any other I/O error, and a push must not be sent twice.
 */
public final class FailureException extends SocketException {
  private final transient Failure failure;

  /** Carries the failure. */
  public FailureException(Failure failure) {
    super(failure.message());
    this.failure = failure;
  }

  /** Carries the failure, and what caused it. */
  public FailureException(Failure failure, Throwable cause) {
    this(failure);
    initCause(cause);
  }

  /** What it carries. */
  public Failure failure() {
    return failure;
  }
}
