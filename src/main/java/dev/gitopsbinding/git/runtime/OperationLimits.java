package dev.gitopsbinding.git.runtime;

import dev.gitopsbinding.git.GitListener;
import dev.gitopsbinding.net.share.HostConcurrencyLimiter;
import dev.gitopsbinding.net.share.TimeLimit;
import java.time.Duration;

/** How long each kind of operation holds its permit, and what to do where that is not enough. */
final class OperationLimits {
  /** Long for a list of refs, and short for those who wait for the permit. */
  private static final Duration LONGEST_LIST = Duration.ofSeconds(30);

  private OperationLimits() {}

  static HostConcurrencyLimiter.Kind kind(GitListener.Operation operation) {
    return switch (operation) {
      case LS_REFS -> HostConcurrencyLimiter.Kind.QUESTION;
      case FETCH, PUSH -> HostConcurrencyLimiter.Kind.TRANSFER;
    };
  }

  /** How long the permit is held at most. */
  static TimeLimit holding(GitListener.Operation operation, TimeLimit deadline) {
    return operation == GitListener.Operation.LS_REFS
            && deadline.remaining().compareTo(LONGEST_LIST) > 0
        ? TimeLimit.in(LONGEST_LIST)
        : deadline;
  }

  static String advice(GitListener.Operation operation) {
    return operation == GitListener.Operation.LS_REFS
        ? "Check the host's health, or raise spec.timeout; a list of branches may take at most %d s"
            .formatted(LONGEST_LIST.toSeconds())
        : "Check the host's health, or raise spec.timeout";
  }
}
