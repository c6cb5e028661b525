package dev.gitopsbinding.git.source.paths;

import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.paths.FilteredFolder;
import dev.gitopsbinding.model.paths.PathFilter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The filters that were asked for, and how far their searches came. Thread-safe. */
final class KnownFilters {
  /** A filter takes some hundred bytes; the one that was used longest ago is forgotten. */
  private static final int REMEMBERED = 10_000;

  private final Map<String, Known> filters =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** A filter on a branch. */
  record Known(RemoteBranch branch, FilteredFolder top, SearchProgress progress) {}

  /**
   * A filter, known from now on.
   *
   * @param key what identifies it
   */
  synchronized Known get(String key, RemoteBranch branch, PathFilter filter) {
    return filters.computeIfAbsent(key, _ -> new Known(branch, filter.top(), new SearchProgress()));
  }

  /**
   * The filters on a branch that somebody will ask for at its new tip, as they were asked for at an
   * older one. Each is named once until it is asked for again.
   */
  synchronized List<Known> expected(RemoteBranch branch, CommitSha tip) {
    return filters.values().stream()
        .filter(known -> known.branch().equals(branch) && known.progress().expect(tip))
        .toList();
  }
}
