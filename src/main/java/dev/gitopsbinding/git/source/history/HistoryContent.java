package dev.gitopsbinding.git.source.history;

import dev.gitopsbinding.git.source.copy.HistoryFilter;
import java.util.List;

/** What a local copy holds of each commit. */
public enum HistoryContent {
  /** The commit itself: parents, author, date and message. */
  COMMITS,

  /** Its folders too, and so which files it changed. What files hold is left out. */
  TREES;

  /** With the folders if something else needs them, so that one copy answers all questions. */
  public static HistoryContent withTrees(boolean needed) {
    return needed ? TREES : COMMITS;
  }

  /** The filters to use, the next one if a server refuses the one before. */
  List<HistoryFilter> filters() {
    return switch (this) {
      case COMMITS ->
          List.of(HistoryFilter.COMMITS, HistoryFilter.FOLDERS, HistoryFilter.EVERYTHING);
      case TREES -> List.of(HistoryFilter.FOLDERS, HistoryFilter.EVERYTHING);
    };
  }
}
