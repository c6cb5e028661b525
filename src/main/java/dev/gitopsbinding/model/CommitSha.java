package dev.gitopsbinding.model;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The SHA-1 of a git commit, as 40 lower-case hexadecimal digits. */
public record CommitSha(String hex) {
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{40}");
  private static final int SHORT_LENGTH = 7;

  /**
   * @throws IllegalArgumentException if {@code hex} is not 40 lower-case hexadecimal digits
   */
  public CommitSha {
    if (!HEX.matcher(hex).matches()) {
      throw new IllegalArgumentException("not a commit SHA-1: " + hex);
    }
  }

  /** The commit that a stored text names; empty if the text is null or no commit. */
  public static Optional<CommitSha> parse(@Nullable String text) {
    return Optional.ofNullable(text).filter(hex -> HEX.matcher(hex).matches()).map(CommitSha::new);
  }

  /** The first {@code length} digits, 1 to 40. */
  public String abbreviated(int length) {
    return hex.substring(0, length);
  }

  /** The first 7 digits, as git abbreviates a commit. */
  public String abbreviated() {
    return abbreviated(SHORT_LENGTH);
  }

  @Override
  public String toString() {
    return hex;
  }
}
