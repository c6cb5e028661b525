package dev.gitopsbinding.yaml;

import dev.gitopsbinding.model.ImageReference;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * The image of one container or initContainer.
 *
 * @param container the container's name, empty if it has none
 * @param reference empty if the text is no image reference
 * @param aliased whether an alias or a merge key makes the scalar appear in more than one place
 */
record ContainerImage(
    String container, ScalarNode scalar, Optional<ImageReference> reference, boolean aliased) {

  static ContainerImage of(String container, ScalarNode scalar, boolean aliased) {
    return new ContainerImage(container, scalar, ImageReference.parse(scalar.getValue()), aliased);
  }

  /** The image reference as the user wrote it. */
  String text() {
    return scalar.getValue();
  }

  boolean hasTag(String tag) {
    return reference.flatMap(ImageReference::tag).filter(tag::equals).isPresent();
  }

  boolean hasDigest() {
    return reference.flatMap(ImageReference::digest).isPresent();
  }

  /** The first code point of the scalar, counted from the start of the text. */
  int start() {
    return scalar.getStartMark().orElseThrow().getIndex();
  }

  /** The code point after the scalar, counted from the start of the text. */
  int end() {
    return scalar.getEndMark().orElseThrow().getIndex();
  }

  /** The line, counted from 1. */
  int line() {
    return scalar.getStartMark().orElseThrow().getLine() + 1;
  }

  /** The container and its line, for messages. */
  String place() {
    return "container "
        + Shown.of(container.isEmpty() ? "without a name" : container)
        + " (line "
        + line()
        + ")";
  }
}
