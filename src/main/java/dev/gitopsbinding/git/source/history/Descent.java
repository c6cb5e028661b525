package dev.gitopsbinding.git.source.history;

import dev.gitopsbinding.model.CommitSha;
import org.jspecify.annotations.Nullable;

/** Whether a commit descends from another one. A commit descends from itself. */
public sealed interface Descent extends HistoryAnswer {
  /** It descends from {@code older}. */
  record Descends(CommitSha older) implements Descent {}

  /**
   * Its whole history is known, and does not hold the other commit.
   *
   * @param older the other commit; null if only a part of its name is known
   * @param base the newest commit that both descend from; null if none is known
   */
  record Unrelated(@Nullable CommitSha older, @Nullable CommitSha base) implements Descent {}

  /**
   * Its known history does not hold the other commit.
   *
   * @param known how many commits of its history are known
   */
  record BeyondReach(int known) implements Descent {}

  @Override
  default boolean isBeyondReach() {
    return this instanceof BeyondReach;
  }
}
