package dev.gitopsbinding.forge.client;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import java.io.IOException;

/** A request without a usable answer. {@link ForgeClient#call} makes a failure of it. */
public final class ForgeException extends IOException {
  private static final long serialVersionUID = 1L;

  /** The kind of failure. */
  public enum Kind {
    /** The token is missing, not accepted, or may not do what is asked. */
    UNAUTHORIZED,
    /** The forge wants fewer requests. */
    LIMITED,
    /** The forge does not do what is asked, and said why. */
    REFUSED,
    /** The forge sent more at once than is read. */
    TOO_LONG,
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

  /** The kind of failure. */
  public Kind kind() {
    return kind;
  }

  /** What is reported. */
  public Failure failure() {
    return failure;
  }
}
