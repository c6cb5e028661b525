package dev.gitopsbinding.model;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The SHA-1 of a git commit, as 40 lower-case hexadecimal digits. */
public record CommitSha(String hex) {
  private static final int LENGTH = 40;
  private static final int SHORT_LENGTH = 7;

  /**
   * @throws IllegalArgumentException if {@code hex} is not 40 lower-case hexadecimal digits
   */
  public CommitSha {
    if (!isOne(hex)) {
      throw new IllegalArgumentException("not a commit SHA-1: " + hex);
    }
  }

  /** The commit that a stored text names; empty if the text is null or no commit. */
  public static Optional<CommitSha> parse(@Nullable String text) {
    return Optional.ofNullable(text).filter(CommitSha::isOne).map(CommitSha::new);
  }

  /** Histories have tens of thousands, for which a pattern takes an eighth of the time. */
  private static boolean isOne(String text) {
    boolean one = text.length() == LENGTH;
    for (int at = 0; one && at < LENGTH; at++) {
      char c = text.charAt(at);
      one = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    }
    return one;
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
