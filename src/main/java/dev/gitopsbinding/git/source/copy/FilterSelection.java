package dev.gitopsbinding.git.source.copy;

import java.util.List;

/**
 * The filter that a server is asked for: the next one once it has refused the one before. A refusal
 * is forgotten after an hour, because the server may have learned to filter. Times are those of
 * {@link System#nanoTime}.
 */
final class FilterSelection {
  private final List<HistoryFilter> filters;
  private int selected;
  private long refusedAt;

  /**
   * @param filters at least one, in the order in which they are tried; the last one is {@link
   *     HistoryFilter#EVERYTHING}
   */
  FilterSelection(List<HistoryFilter> filters) {
    this.filters = filters;
  }

  HistoryFilter selected() {
    return filters.get(selected);
  }

  /** Whether a filter was refused so long ago that the server may be asked for it again. */
  boolean isRefusalOld(long now) {
    return selected > 0 && now - refusedAt > DepthLimit.RETRY.toNanos();
  }

  /** The next copy begins with the filter that is tried first. */
  void restart() {
    selected = 0;
  }

  /** Tries the filters before the selected one; returns their number. */
  int retry(long now) {
    int refused = selected;
    refusedAt = now;
    selected = 0;
    return refused;
  }

  /** Selects the filter with a number again, because those before it were of no use. */
  void restore(int refused) {
    selected = refused;
  }

  /**
   * The server refused the selected filter.
   *
   * @param offersOthers whether it has other filters; if not, only everything is left
   * @return the number of the filter that is selected now, from 0
   */
  int refused(boolean offersOthers, long now) {
    selected = offersOthers ? selected + 1 : filters.size() - 1;
    refusedAt = now;
    return selected;
  }

  /** The number of the last filter. */
  int last() {
    return filters.size() - 1;
  }
}
