package dev.gitopsbinding.registry.request;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import java.io.IOException;

/** A lookup without an answer. It never leaves the packages of the registry client. */
public final class RegistryException extends IOException {
  /** The kind of failure. */
  public enum Kind {
    /** The login is missing, or not accepted. */
    UNAUTHORIZED,
    /** The host wants fewer requests. */
    LIMITED,
    /** There is no usable answer. */
    ERROR,
    /** The time was up; a caller with more time may ask again. */
    LATE
  }

  private final Kind kind;
  private final transient Failure failure;

  /** A failure with reason {@code REGISTRY_UNAVAILABLE}. */
  public RegistryException(Kind kind, String message) {
    this(
        kind,
        kind == Kind.UNAUTHORIZED
            ? new Failure.Secret(Reason.REGISTRY_UNAVAILABLE, message)
            : new Failure.Remote(Reason.REGISTRY_UNAVAILABLE, message));
  }

  /** A failure with any reason. */
  public RegistryException(Kind kind, Failure failure) {
    super(failure.message());
    this.kind = kind;
    this.failure = failure;
  }

  /**
   * The time was up. The message does not name the limit: a changing text would change the status.
   *
   * @param host the first words of the message
   */
  public static RegistryException late(String host) {
    return new RegistryException(
        Kind.LATE,
        host + " did not answer in time. Check the registry's health, or raise spec.timeout");
  }

  /** The kind of failure. */
  public Kind kind() {
    return kind;
  }

  /** The failure, for users. */
  public Failure failure() {
    return failure;
  }
}
