package dev.gitopsbinding.edit.yaml;

import dev.gitopsbinding.model.image.ImageReference;
import dev.gitopsbinding.model.image.ImageVersion;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * A scalar of a YAML file whose tag is to be replaced.
 *
 * @param place the owner of the image, such as a container, for messages
 * @param reference null if the text is no image reference
 * @param aliased whether an alias or a merge key makes the scalar appear in more than one place
 */
public record ImageScalar(
    String place, ScalarNode node, @Nullable ImageReference reference, boolean aliased) {

  public static ImageScalar of(String place, ScalarNode node, boolean aliased) {
    return new ImageScalar(
        place, node, ImageReference.parse(node.getValue()).orElse(null), aliased);
  }

  /** The image reference as the user wrote it. */
  public String text() {
    return node.getValue();
  }

  public boolean hasDigest() {
    return reference != null && reference.digest() != null;
  }

  /**
   * Whether the scalar needs no change for a version: it has the tag and, if the version has a
   * digest, any digest. A digest beside the tag stays, as the tag may have moved in the registry.
   */
  public boolean holds(ImageVersion version) {
    return reference != null
        && version.tag().equals(reference.tag())
        && (version.digest() == null || hasDigest());
  }

  /** What stands behind the repository now, with its colon or {@code @}; may be empty. */
  public String suffix() {
    if (reference == null) {
      return "";
    }
    String tag = reference.tag() == null ? "" : ":" + reference.tag();
    return reference.digest() == null ? tag : tag + "@" + reference.digest();
  }

  /** The first code point of the scalar, counted from the start of the text. */
  public int start() {
    return node.getStartMark().orElseThrow().getIndex();
  }

  /** The code point after the scalar, counted from the start of the text. */
  public int end() {
    return node.getEndMark().orElseThrow().getIndex();
  }

  /** The line, counted from 1. */
  public int line() {
    return node.getStartMark().orElseThrow().getLine() + 1;
  }
}
