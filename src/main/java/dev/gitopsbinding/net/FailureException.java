package dev.gitopsbinding.net;

import dev.gitopsbinding.model.Failure;
import java.net.SocketException;

/**
 * Carries a failure through a library. It extends {@link SocketException} because JGit repeats a
 * request after any other I/O error, and a push must not be sent twice.
 */
public final class FailureException extends SocketException {
  private final transient Failure failure;

  /** Wraps a failure. */
  public FailureException(Failure failure) {
    super(failure.message());
    this.failure = failure;
  }

  /** Wraps a failure, with its cause. */
  public FailureException(Failure failure, Throwable cause) {
    this(failure);
    initCause(cause);
  }

  /** The wrapped failure. */
  public Failure failure() {
    return failure;
  }
}
