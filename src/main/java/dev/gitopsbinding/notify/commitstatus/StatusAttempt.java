package dev.gitopsbinding.notify.commitstatus;

import java.time.Duration;

/** How one attempt to deliver a status ended. */
sealed interface StatusAttempt {
  /** The forge has the status. */
  record Done() implements StatusAttempt {}

  /**
   * Another attempt may succeed.
   *
   * @param least at least this long before it
   */
  record Failed(String problem, Duration least) implements StatusAttempt {}

  /** Another attempt would end in the same way. */
  record Rejected(String problem) implements StatusAttempt {}
}
