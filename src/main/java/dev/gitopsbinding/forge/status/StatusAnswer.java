package dev.gitopsbinding.forge.status;

/** What a forge answered to a status. */
public sealed interface StatusAnswer {
  /** The commit has the status. */
  record Set() implements StatusAnswer {}

  /**
   * The forge does not take the status, and would not take it later either.
   *
   * @param problem what happened, and what to do; clean, and begins with the field
   */
  record Refused(String problem) implements StatusAnswer {}
}
