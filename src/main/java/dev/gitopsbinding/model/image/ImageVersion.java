package dev.gitopsbinding.model.image;

import dev.gitopsbinding.model.CommitSha;
import org.jspecify.annotations.Nullable;

/**
 * Which version of an image an edit writes.
 *
 * @param tag 1 to 128 characters (distribution/reference grammar, "tag")
 * @param digest the digest that is written beside the tag, for example {@code sha256:…}; null: none
 * @param commit the source commit that the tag stands for; null if it is not known
 */
public record ImageVersion(String tag, @Nullable String digest, @Nullable CommitSha commit) {
  /** What stands behind the colon of an image: the tag, with the digest if there is one. */
  public String written() {
    return digest == null ? tag : tag + "@" + digest;
  }
}
