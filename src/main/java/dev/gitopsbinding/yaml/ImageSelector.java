package dev.gitopsbinding.yaml;

import java.util.List;

/**
 * Says which image scalars of a manifest file are meant.
 *
 * @param object the object that holds them
 * @param containers empty: the only container or initContainer with this image; {@code ["*"]}: all
 *     that have it; else the names of those meant, each of which must have it
 * @param repository the image's normalised repository, see {@link
 *     dev.gitopsbinding.model.ImageReference#repository()}
 */
public record ImageSelector(ObjectSelector object, List<String> containers, String repository) {
  private static final String ALL = "*";

  /** Copies the list of containers. */
  public ImageSelector {
    containers = List.copyOf(containers);
  }

  /** Means the target itself, as an object that names no namespace. */
  public ImageSelector(String kind, String name, List<String> containers, String repository) {
    this(
        new ObjectSelector("spec.target", kind, name, List.of(ObjectSelector.NO_NAMESPACE)),
        containers,
        repository);
  }

  boolean selectsAll() {
    return containers.contains(ALL);
  }

  boolean selectsByName() {
    return !containers.isEmpty() && !selectsAll();
  }

  boolean hasImage(ContainerImage image) {
    return image.reference().filter(r -> r.repository().equals(repository)).isPresent();
  }

  boolean admits(ContainerImage image) {
    return hasImage(image) && (!selectsByName() || containers.contains(image.container()));
  }
}
