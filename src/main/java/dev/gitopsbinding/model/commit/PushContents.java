package dev.gitopsbinding.model.commit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The source commits that a push brings: those from the replaced tag's commit, which does not
 * count, to the new tag's.
 *
 * @param replaced the images that the push replaces, as the file writes them
 * @param newest at most {@link #SHOWN} of the commits, the new one first
 * @param count how many there are; null if that is not known, because the replaced tag is not made
 *     of a commit that the new one descends from
 * @param more whether there are more than {@code count}, because older commits are not known
 */
public record PushContents(
    List<String> replaced, List<SourceCommit> newest, @Nullable Integer count, boolean more) {
  /** How many commits are shown at most. */
  public static final int SHOWN = 20;

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if there is no commit, or too many
   */
  public PushContents {
    replaced = List.copyOf(replaced);
    newest = List.copyOf(newest);
    if (newest.isEmpty() || newest.size() > SHOWN) {
      throw new IllegalArgumentException("1 to 20 commits are shown, not " + newest.size());
    }
  }

  /** The commit whose tag is written. */
  public SourceCommit head() {
    return newest.getFirst();
  }
}
