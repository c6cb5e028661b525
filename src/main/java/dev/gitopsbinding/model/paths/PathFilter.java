package dev.gitopsbinding.model.paths;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gitopsbinding.model.RepositoryPath;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which files of a repository count: those that an include pattern matches and no exclude pattern
 * matches. The same files as in the pathspecs {@code :(glob)INCLUDE} and {@code
 * :(exclude,glob)EXCLUDE} of git.
 *
 * @param include empty: all files
 * @param exclude empty: none
 */
public record PathFilter(List<String> include, List<String> exclude) {
  /** How many patterns each list may hold. */
  public static final int MAX_PATTERNS = 32;

  /** How many characters a pattern may have. */
  public static final int MAX_LENGTH = 256;

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if there is no pattern, there are too many, or one does not
   *     have the form that it must have
   */
  public PathFilter {
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
    if (include.isEmpty() && exclude.isEmpty()) {
      throw new IllegalArgumentException("must hold include or exclude with at least one pattern");
    }
    if (include.size() > MAX_PATTERNS || exclude.size() > MAX_PATTERNS) {
      throw new IllegalArgumentException(
          "must hold at most %d patterns in include, and as many in exclude"
              .formatted(MAX_PATTERNS));
    }
    if (!Stream.concat(include.stream(), exclude.stream()).allMatch(PathFilter::isPattern)) {
      throw new IllegalArgumentException(
          "must hold patterns of at most %d characters, such as services/web/**, relative to the repository's top folder, without '.', '..' or empty parts, backslashes and control characters, no ':' or '!' at the beginning, and no '/' after a wildcard at the end"
              .formatted(MAX_LENGTH));
    }
  }

  private static boolean isPattern(String text) {
    String path = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    return text.codePointCount(0, text.length()) <= MAX_LENGTH
        && !text.matches("(?s)[:!].*|.*[*?\\[].*/")
        && text.chars().noneMatch(c -> c == '\\' || Character.isISOControl(c))
        && Arrays.stream(path.split("/", -1))
            .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
  }

  /** The repository's top folder. */
  public FilteredFolder top() {
    return new FilteredFolder(
        include.isEmpty()
            ? List.of(PathPattern.everything())
            : include.stream().map(PathPattern::of).toList(),
        exclude.stream().map(PathPattern::of).toList());
  }

  /** Whether a file counts. */
  public boolean matches(RepositoryPath path) {
    FilteredFolder folder = top();
    List<String> parts = List.of(path.value().split("/"));
    for (String part : parts.subList(0, parts.size() - 1)) {
      folder = folder.below(part.getBytes(UTF_8));
    }
    return folder.matches(parts.getLast().getBytes(UTF_8), false);
  }
}
