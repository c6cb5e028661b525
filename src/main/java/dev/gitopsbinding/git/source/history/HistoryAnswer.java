package dev.gitopsbinding.git.source.history;

/** The answer to a question about a commit graph. */
public sealed interface HistoryAnswer permits FirstParentLine, Descent {
  /** Whether the answer is not known because older commits than the known ones decide it. */
  boolean isBeyondReach();
}
