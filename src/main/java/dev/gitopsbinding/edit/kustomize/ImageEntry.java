package dev.gitopsbinding.edit.kustomize;

import dev.gitopsbinding.edit.yaml.Excerpt;
import dev.gitopsbinding.edit.yaml.LoneTag;
import dev.gitopsbinding.edit.yaml.ResolvedNode;
import dev.gitopsbinding.model.image.ImageReference;
import dev.gitopsbinding.model.image.ImageVersion;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * An entry of the list of images of a Kustomization.
 *
 * @param image the image that containers have after the build, without a tag: {@code newName}, else
 *     {@code name}
 * @param tag the value of {@code newTag}, or where it is missing
 */
record ImageEntry(ResolvedNode node, String image, LoneTag tag) {
  static final String NEW_TAG = "newTag";
  static final String DIGEST = "digest";
  private static final String NEW_NAME = "newName";
  private static final String NAME = "name";

  /** Empty if the node is no mapping with a name. */
  static Optional<ImageEntry> of(ResolvedNode node) {
    return node.node() instanceof MappingNode
        ? written(node, NEW_NAME)
            .or(() -> written(node, NAME))
            .map(image -> new ImageEntry(node, image, new LoneTag(node, NEW_TAG, image)))
        : Optional.empty();
  }

  /** Whether containers have an image of the repository after the build. */
  boolean isOf(String repository) {
    return reference().filter(found -> found.repository().equals(repository)).isPresent();
  }

  /** What the base calls the image. */
  String name() {
    return written(node, NAME).orElse("");
  }

  /** Whether {@link #image} holds a tag or a digest, which belongs into a field of its own. */
  private boolean isTaggedByName() {
    return reference().filter(found -> found.tag() != null || found.digest() != null).isPresent();
  }

  /** The image with its tag and digest, as one text. */
  String text() {
    String tagged = tag.imageText();
    return written(node, DIGEST).map(digest -> tagged + "@" + digest).orElse(tagged);
  }

  /**
   * Whether nothing is to be written for a version: the tag is there, and a digest if it has one.
   */
  boolean holds(ImageVersion version) {
    return tag.tag().equals(version.tag()) && (version.digest() == null || digest().isPresent());
  }

  /** Whether the digest stands behind the tag, in {@code newTag}. */
  boolean isDigestInTag() {
    return tag.digest().isPresent();
  }

  /** Whether the digest stands in a field of its own. */
  boolean hasDigestField() {
    return written(node, DIGEST).isPresent();
  }

  /** The digest that decides which image runs; empty if there is none. */
  Optional<String> digest() {
    return tag.digest().or(() -> written(node, DIGEST));
  }

  /** Why the tag cannot be set, and what to do; empty if it can. */
  Optional<String> obstacle() {
    Optional<String> suffix = written(node, "tagSuffix");
    if (suffix.isPresent()) {
      return Optional.of(
          "has the tagSuffix %s, which is for tags that are not set here. Remove tagSuffix"
              .formatted(Excerpt.of(suffix.get())));
    }
    if (isDigestInTag() && hasDigestField()) {
      return Optional.of("holds two digests, in newTag and in digest. Remove one of them");
    }
    if (isTaggedByName()) {
      return Optional.of("holds a tag or digest in its name. Move it to newTag");
    }
    return tag.text().contains("{{")
        ? Optional.of("has a template as its newTag. Only plain YAML can be edited")
        : Optional.empty();
  }

  int line() {
    return node.node().getStartMark().orElseThrow().getLine() + 1;
  }

  /** The entry and its line, for messages. */
  String place() {
    return "the entry of %s (line %d)".formatted(Excerpt.of(text()), line());
  }

  private Optional<ImageReference> reference() {
    return ImageReference.parse(image);
  }

  /** Kustomize takes an empty text and a null for a field that is not there. */
  private static Optional<String> written(ResolvedNode node, String key) {
    return node.get(key)
        .filter(value -> !value.isNull())
        .flatMap(ResolvedNode::scalar)
        .map(ScalarNode::getValue)
        .filter(text -> !text.isEmpty());
  }
}
