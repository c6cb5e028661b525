package dev.gitopsbinding.git.source.copy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a server is asked to leave out, and how much of the rest is fetched. */
public enum HistoryFilter {
  /** Commits alone, about 300 bytes each. */
  COMMITS("tree:0", 60_000),

  /** Commits and their folders; what files hold is left out. */
  FOLDERS("blob:none", 200_000),

  /** Everything: the server offers no filters, so that the files of all these commits come too. */
  EVERYTHING(null, Integer.MAX_VALUE);

  /**
   * The depth of the whole history. For git, a depth of 50 000 is twice the work of no depth: 1.1 s
   * instead of 0.6.
   */
  static final int WHOLE = 0;

  private final @Nullable String line;
  private final int maxObjects;

  HistoryFilter(@Nullable String line, int maxObjects) {
    this.line = line;
    this.maxObjects = maxObjects;
  }

  /** As git-rev-list(1) names it ({@code --filter}); null for none. */
  @Nullable String line() {
    return line;
  }

  /** A pack of more objects is not received. Merges make a history wider than it is deep. */
  int maxObjects() {
    return maxObjects;
  }

  /** How many steps there are, from a short history to a long one. */
  int steps() {
    return depths().size();
  }

  /**
   * The step after another one. Of commits alone, the whole history costs little more than 8 000,
   * which are fetched where it does not fit.
   *
   * @param mayLeap whether the last step may be fetched before the one before it
   */
  int next(int step, boolean mayLeap) {
    boolean leaps = this == COMMITS && mayLeap && step > 0;
    return leaps ? steps() - 1 : step + 1;
  }

  /** How deep a step goes, in commits, or {@link #WHOLE}; the last one is the deepest. */
  int depth(int step) {
    return depths().get(Math.min(step, steps() - 1));
  }

  private List<Integer> depths() {
    return switch (this) {
      case COMMITS, FOLDERS -> List.of(64, 1_000, 8_000, WHOLE);
      case EVERYTHING -> List.of(16, 200);
    };
  }
}
