package dev.gitopsbinding.forge.lookup;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import java.io.IOException;

/** A lookup without an answer. It never leaves this package. */
final class ForgeException extends IOException {
  private static final long serialVersionUID = 1L;

  /** The kind of failure. */
  enum Kind {
    /** The token is missing, not accepted, or may not read the checks. */
    UNAUTHORIZED,
    /** The forge wants fewer requests. */
    LIMITED,
    /** There is no usable answer. */
    ERROR,
    /** The time was up; a caller with more time may ask again. */
    LATE
  }

  private final Kind kind;
  private final transient Failure failure;

  /** A failure with reason {@code FORGE_UNAVAILABLE}. */
  ForgeException(Kind kind, String message) {
    this(
        kind,
        kind == Kind.UNAUTHORIZED
            ? new Failure.Secret(Reason.FORGE_UNAVAILABLE, message)
            : new Failure.Remote(Reason.FORGE_UNAVAILABLE, message));
  }

  ForgeException(Kind kind, Failure failure) {
    super(failure.message());
    this.kind = kind;
    this.failure = failure;
  }

  /**
   * The time was up. The message does not name the limit: a changing text would change the status.
   */
  static ForgeException late(String host) {
    return new ForgeException(
        Kind.LATE,
        "Forge %s did not answer in time. Check the forge's health, or raise spec.timeout"
            .formatted(host));
  }

  Kind kind() {
    return kind;
  }

  Failure failure() {
    return failure;
  }
}
