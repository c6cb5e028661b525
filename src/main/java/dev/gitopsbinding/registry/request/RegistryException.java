package dev.gitopsbinding.registry.request;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import java.io.IOException;

/** A question that got no answer; never leaves this package. */
public final class RegistryException extends IOException {
  /** What kind of failure it is. */
  public enum Kind {
    UNAUTHORIZED,
    LIMITED,
    ERROR,
    /** The time was up; another who asks may have more of it. */
    LATE
  }

  private final Kind kind;
  private final transient Failure failure;

  /** A registry cannot answer now. */
  public RegistryException(Kind kind, String message) {
    this(
        kind,
        kind == Kind.UNAUTHORIZED
            ? new Failure.Secret(Reason.REGISTRY_UNAVAILABLE, message)
            : new Failure.Remote(Reason.REGISTRY_UNAVAILABLE, message));
  }

  public RegistryException(Kind kind, Failure failure) {
    super(failure.message());
    this.kind = kind;
    this.failure = failure;
  }

  /**
   * The time was up. How much there was is not said: a text that differs makes another status.
   *
   * @param host as the beginning of a sentence
   */
  public static RegistryException late(String host) {
    return new RegistryException(
        Kind.LATE,
        host + " did not answer in time. Check the registry's health, or raise spec.timeout");
  }

  public Kind kind() {
    return kind;
  }

  public Failure failure() {
    return failure;
  }
}
