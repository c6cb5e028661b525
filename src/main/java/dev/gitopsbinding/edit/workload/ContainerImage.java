package dev.gitopsbinding.edit.workload;

import dev.gitopsbinding.edit.yaml.Excerpt;
import dev.gitopsbinding.edit.yaml.ImageScalar;
import dev.gitopsbinding.model.image.ImageReference;
import dev.gitopsbinding.model.image.ImageVersion;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * The image of one container or initContainer.
 *
 * @param container the container's name, empty if it has none
 */
record ContainerImage(String container, ImageScalar scalar) {
  static ContainerImage of(String container, ScalarNode node, boolean aliased) {
    return new ContainerImage(
        container, ImageScalar.of("container " + Excerpt.of(container), node, aliased));
  }

  String text() {
    return scalar.text();
  }

  /** Whether the image is of the repository, with any tag or digest. */
  boolean isOf(String repository) {
    ImageReference reference = scalar.reference();
    return reference != null && reference.repository().equals(repository);
  }

  /** Whether nothing is to be written for a version. */
  boolean holds(ImageVersion version) {
    return scalar.holds(version);
  }

  boolean hasDigest() {
    return scalar.hasDigest();
  }

  int start() {
    return scalar.start();
  }

  int line() {
    return scalar.line();
  }

  /** The container and its line, for messages. */
  String place() {
    return place("");
  }

  /**
   * The same, with a remark behind the line.
   *
   * @param remark with the separator before it; may be empty
   */
  String place(String remark) {
    return "container %s (line %d%s)"
        .formatted(Excerpt.of(container.isEmpty() ? "without a name" : container), line(), remark);
  }
}
