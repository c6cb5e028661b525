package dev.gitopsbinding.git.source.history;

/** The answer to a question about a history. */
public interface HistoryAnswer {
  /** Whether the answer is not known because older commits than the known ones decide it. */
  boolean isBeyondReach();
}
