package dev.gitopsbinding.binding;

import dev.gitopsbinding.model.CommitSha;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a tag is made from a commit.
 *
 * @param length how many digits of the commit the tag holds, 7 to 40
 */
public record TagFormat(String prefix, int length, String suffix) {
  private static final Pattern DIGITS = Pattern.compile("[0-9a-f]+");

  /** The digits of a commit in a tag; empty if the tag does not have this format. */
  public Optional<String> digitsIn(String tag) {
    boolean fits =
        tag.length() == prefix.length() + length + suffix.length()
            && tag.startsWith(prefix)
            && tag.endsWith(suffix);
    return fits
        ? Optional.of(tag.substring(prefix.length(), prefix.length() + length))
            .filter(digits -> DIGITS.matcher(digits).matches())
        : Optional.empty();
  }

  /** The tag of an image built from {@code commit}. */
  public String tagOf(CommitSha commit) {
    return prefix + commit.abbreviated(length) + suffix;
  }
}
