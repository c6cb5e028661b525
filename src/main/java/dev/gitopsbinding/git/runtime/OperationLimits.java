package dev.gitopsbinding.git.runtime;

import dev.gitopsbinding.git.GitListener;
import dev.gitopsbinding.net.share.HostConcurrencyLimiter;
import dev.gitopsbinding.net.share.TimeLimit;
import java.time.Duration;

/** How long each kind of operation may hold its permit, and what to do if that is too short. */
final class OperationLimits {
  /** Long enough for a list of refs, and short for operations that wait for the permit. */
  private static final Duration MAX_LIST_TIME = Duration.ofSeconds(30);

  private OperationLimits() {}

  static HostConcurrencyLimiter.Kind kind(GitListener.Operation operation) {
    return switch (operation) {
      case LS_REFS -> HostConcurrencyLimiter.Kind.QUESTION;
      case FETCH, PUSH -> HostConcurrencyLimiter.Kind.TRANSFER;
    };
  }

  /** The longest time that the permit may be held. */
  static TimeLimit holding(GitListener.Operation operation, TimeLimit deadline) {
    return operation == GitListener.Operation.LS_REFS
            && deadline.remaining().compareTo(MAX_LIST_TIME) > 0
        ? TimeLimit.in(MAX_LIST_TIME)
        : deadline;
  }

  static String advice(GitListener.Operation operation) {
    return operation == GitListener.Operation.LS_REFS
        ? "Check the host's health, or raise spec.timeout; a list of branches may take at most %d s"
            .formatted(MAX_LIST_TIME.toSeconds())
        : "Check the host's health, or raise spec.timeout";
  }
}
