package dev.gitopsbinding.git;

import dev.gitopsbinding.model.Reason;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Receives what happens at git hosts, for metrics. Called by many threads; must not block or throw.
 */
public interface GitListener {
  /** The kinds of exchanges with a git host. */
  enum Operation {
    LS_REFS,
    FETCH,
    PUSH;

    /** The operation as meters and traces name it: in lower case, with hyphens. */
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * An operation ended.
   *
   * @param host the git host, with its port unless that is the usual one
   * @param failure why it failed; null if it succeeded. A push that the server declined has failed
   */
  void operationEnded(Operation operation, String host, @Nullable Reason failure, Duration took);

  /**
   * The server accepted a push.
   *
   * @param commits how many commits it held, at least 1
   */
  void pushed(int commits);

  /** A change set was put into the queue of a branch. */
  default void pushQueued() {}

  /**
   * A change set that was queued has a result, or was withdrawn.
   *
   * @param took since it was queued
   */
  default void pushEnded(Duration took) {}

  /** The server rejected a push because the branch had moved; the push is repeated. */
  void rejectedPushRetried();
}
