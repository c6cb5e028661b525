package dev.gitopsbinding.notify.webhook;

/** The result of one attempt to deliver a message. No text of it holds a secret. */
sealed interface Attempt {
  /** The receiver took the message. */
  record Delivered() implements Attempt {}

  /**
   * The receiver did not take it, and may do so later.
   *
   * @param problem one or more sentences for users
   */
  record Failed(String problem) implements Attempt {}

  /**
   * The receiver or the operator refused it; the same attempt again would end the same way.
   *
   * @param problem one or more sentences for users
   * @param ofSecret whether what the Secret holds may be the reason, so that its replacement may
   *     help
   */
  record Rejected(String problem, boolean ofSecret) implements Attempt {}
}
