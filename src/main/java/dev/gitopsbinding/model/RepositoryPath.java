package dev.gitopsbinding.model;

import java.util.Arrays;
import java.util.Locale;

/**
 * The path of a file inside a git repository: relative, separated by {@code /}, without empty,
 * {@code .}, {@code ..} or {@code .git} parts.
 */
public record RepositoryPath(String value) {
  /**
   * @throws IllegalArgumentException if {@code value} does not have that form
   */
  public RepositoryPath {
    if (value.isEmpty()
        || value.chars().anyMatch(c -> c == '\\' || Character.isISOControl(c))
        || Arrays.stream(value.split("/", -1)).anyMatch(RepositoryPath::isForbidden)) {
      throw new IllegalArgumentException(
          "must be a relative path with / between its parts, without '.', '..', '.git' or empty"
              + " parts, backslashes and control characters");
    }
  }

  private static boolean isForbidden(String part) {
    return part.isEmpty()
        || part.equals(".")
        || part.equals("..")
        || part.toLowerCase(Locale.ROOT).equals(".git");
  }

  @Override
  public String toString() {
    return value;
  }
}
