package dev.gitopsbinding.git.source.history;

import dev.gitopsbinding.model.commit.SourceCommit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The commits that a commit descends from, and an older one does not: {@code older..newer}, as
 * gitrevisions(7) writes it.
 *
 * @param newest the newer commit and the newest of the others, in the order of {@code git log}
 * @param count how many commits there are; null if the older one is not one that the newer one
 *     descends from
 * @param more whether there are more than {@code count}
 * @param isBeyondReach whether a deeper history may say more
 */
public record CommitRange(
    List<SourceCommit> newest, @Nullable Integer count, boolean more, boolean isBeyondReach)
    implements HistoryAnswer {
  /** Copies the list. */
  public CommitRange {
    newest = List.copyOf(newest);
  }
}
