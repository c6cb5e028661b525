package dev.gitopsbinding.forge.app;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import java.io.IOException;

/** There is no token. It never leaves this package. */
final class AppException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;
  private final boolean late;

  AppException(Failure failure) {
    this(failure, false);
  }

  private AppException(Failure failure, boolean late) {
    super(failure.message());
    this.failure = failure;
    this.late = late;
  }

  /** The time was up; a caller with more time may ask again. */
  static AppException late(String host) {
    return new AppException(
        new Failure.Remote(
            Reason.TIMED_OUT,
            "The API at %s did not answer in time when it was asked for a token of the GitHub App. Check its health, or raise spec.timeout"
                .formatted(host)),
        true);
  }

  Failure failure() {
    return failure;
  }

  boolean isLate() {
    return late;
  }
}
