package dev.gitopsbinding.model.paths;

import java.util.List;

/**
 * A folder of a repository, as a filter sees it. Immutable. Names are bytes, because git's trees
 * hold names of any encoding.
 */
public final class FilteredFolder {
  private final List<PathPattern> include;
  private final List<PathPattern> exclude;

  FilteredFolder(List<PathPattern> include, List<PathPattern> exclude) {
    this.include = include;
    this.exclude = exclude;
  }

  /** Whether anything below this folder can match. */
  public boolean canMatch() {
    return !include.isEmpty() && exclude.stream().noneMatch(PathPattern::covers);
  }

  /** How many patterns are compared with each name in this folder. */
  public int patterns() {
    return include.size() + exclude.size();
  }

  /** A folder in this folder. */
  public FilteredFolder below(byte[] name) {
    return new FilteredFolder(below(include, name), below(exclude, name));
  }

  /**
   * Whether a file in this folder matches: a regular file, a symbolic link or a submodule.
   *
   * @param submodule whether it is a submodule
   */
  public boolean matches(byte[] name, boolean submodule) {
    return matches(include, name, submodule) && !matches(exclude, name, submodule);
  }

  /** A loop: for each file of a large tree, a stream takes longer than the patterns. */
  private static boolean matches(List<PathPattern> patterns, byte[] name, boolean submodule) {
    for (PathPattern pattern : patterns) {
      if (pattern.matches(name, submodule)) {
        return true;
      }
    }
    return false;
  }

  private static List<PathPattern> below(List<PathPattern> patterns, byte[] name) {
    List<PathPattern> below =
        patterns.stream()
            .map(pattern -> pattern.below(name))
            .filter(PathPattern::canMatch)
            .toList();
    return below.stream().filter(PathPattern::covers).findFirst().map(List::of).orElse(below);
  }
}
