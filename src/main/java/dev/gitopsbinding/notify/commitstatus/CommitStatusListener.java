package dev.gitopsbinding.notify.commitstatus;

/** Receives the result of each commit status. Called from many threads; must not block. */
@FunctionalInterface
public interface CommitStatusListener {
  /** The result of a commit status. */
  enum Result {
    /** The forge has it. */
    SET,
    /** The forge or the operator refused it, so that it was not tried again. */
    REJECTED,
    /** No attempt succeeded. */
    FAILED,
    /** Too many statuses were waiting, or the operator ended. */
    DROPPED
  }

  /** A status is done. Not called for one that a newer status of its commit has replaced. */
  void ended(Result result);
}
