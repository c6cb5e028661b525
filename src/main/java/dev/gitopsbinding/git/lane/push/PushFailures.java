package dev.gitopsbinding.git.lane.push;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RemoteBranch;
import java.time.Duration;

/**
 * The failures of pushes to a branch, and which failures are transient.
 *
 * @param batchDeadline how long one batch may take
 */
record PushFailures(RemoteBranch branch, Duration batchDeadline) {
  /** Whether a repetition may succeed. */
  static boolean isTransient(Failure failure) {
    return reachedHost(failure)
        || failure.reason() == Reason.HOST_UNREACHABLE
        || failure.reason() == Reason.TIMED_OUT;
  }

  /** Whether the host was reached, and then the host or this operator failed. */
  static boolean reachedHost(Failure failure) {
    return failure.reason() == Reason.REMOTE_ERROR || failure.reason() == Reason.INTERNAL_ERROR;
  }

  /** Other writers moved the branch before every push. */
  Failure contended() {
    return new Failure.Remote(
        Reason.PUSH_CONTENDED,
        "The %s moved before every push of the last %d s. %s"
            .formatted(branch, batchDeadline.toSeconds(), Reason.PUSH_CONTENDED.remedy()));
  }

  /** Other writers moved the branch while the server processed each push. */
  Failure overtaken(String message) {
    return new Failure.Remote(
        Reason.PUSH_CONTENDED,
        "The %s moved each time while the server processed the push; the server's last answer was: %s. %s"
            .formatted(branch, message, Reason.PUSH_CONTENDED.remedy()));
  }

  /** The time of the batch was used up by refused commits of other bindings. */
  Failure crowdedOut() {
    return new Failure.Remote(
        Reason.PUSH_CONTENDED,
        "The "
            + batchDeadline.toSeconds()
            + " s for a batch of pushes to the "
            + branch
            + " were used up by commits of other bindings that the server refused; the operator retries. Look for bindings with PushDeclined.");
  }

  /** The server refused the commit. */
  Failure declined(String message) {
    return new Failure.Declined(
        branch.url()
            + " refused the push to "
            + branch.branch()
            + ": '"
            + message
            + "'. "
            + Reason.PUSH_DECLINED.remedy());
  }
}
