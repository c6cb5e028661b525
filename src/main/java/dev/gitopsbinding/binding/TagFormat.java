package dev.gitopsbinding.binding;

import dev.gitopsbinding.model.CommitSha;

/**
 * How a tag is made from a commit.
 *
 * @param length how many digits of the commit the tag holds, 7 to 40
 */
public record TagFormat(String prefix, int length, String suffix) {
  /** The tag of an image built from {@code commit}. */
  public String tagOf(CommitSha commit) {
    return prefix + commit.abbreviated(length) + suffix;
  }
}
