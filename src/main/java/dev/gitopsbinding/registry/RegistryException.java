package dev.gitopsbinding.registry;

import dev.gitopsbinding.api.v1alpha1.Reason;
import dev.gitopsbinding.model.Failure;
import java.io.IOException;

/** A question that got no answer; never leaves this package. */
final class RegistryException extends IOException {
  /** What kind of failure it is. */
  enum Kind {
    UNAUTHORIZED,
    LIMITED,
    ERROR,
    /** The time was up; another who asks may have more of it. */
    LATE
  }

  private final Kind kind;
  private final transient Failure failure;

  /** A registry cannot answer now. */
  RegistryException(Kind kind, String message) {
    this(kind, new Failure.Remote(Reason.REGISTRY_UNAVAILABLE, message));
  }

  RegistryException(Kind kind, Failure failure) {
    super(failure.message());
    this.kind = kind;
    this.failure = failure;
  }

  Kind kind() {
    return kind;
  }

  Failure failure() {
    return failure;
  }
}
