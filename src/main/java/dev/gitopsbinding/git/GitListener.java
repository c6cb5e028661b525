package dev.gitopsbinding.git;

import dev.gitopsbinding.model.Reason;
import java.time.Duration;
import java.util.Optional;

/**
 * Is told what this package does, for metrics. Called from many threads; must not block or throw.
 */
public interface GitListener {
  /** One round of talk with a git host. */
  enum Operation {
    LS_REFS,
    FETCH,
    PUSH
  }

  /**
   * An operation ended.
   *
   * @param failure empty if it did what it was for; a push that the server declined did not
   */
  void operationEnded(Operation operation, Optional<Reason> failure, Duration took);

  /** The server accepted a push of so many commits. */
  void pushed(int commits);

  /** The server rejected a push because the branch had moved; it is repeated. */
  void rejectedPushRetried();

  /** Hears nothing. */
  GitListener NONE =
      new GitListener() {
        @Override
        public void operationEnded(Operation operation, Optional<Reason> failure, Duration took) {}

        @Override
        public void pushed(int commits) {}

        @Override
        public void rejectedPushRetried() {}
      };
}
