package dev.gitopsbinding.notify.commitstatus;

/** Is told what became of each status. Called from many threads; must not block. */
@FunctionalInterface
public interface CommitStatusListener {
  /** What became of a status. */
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

  /** A status is done; not one that a newer one of its commit took the place of. */
  void ended(Result result);
}
