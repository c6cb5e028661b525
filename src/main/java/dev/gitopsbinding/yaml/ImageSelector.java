package dev.gitopsbinding.yaml;

import java.util.List;

/**
 * Says which image scalars of a manifest file are meant.
 *
 * @param kind the target's kind, for example {@code Deployment}
 * @param name the target's {@code metadata.name}
 * @param containers empty: the only container or initContainer with this image; {@code ["*"]}: all
 *     that have it; else the names of those meant, each of which must have it
 * @param repository the image's normalised repository, see {@link
 *     dev.gitopsbinding.model.ImageReference#repository()}
 */
public record ImageSelector(String kind, String name, List<String> containers, String repository) {
  private static final String ALL = "*";

  /** Copies the list of containers. */
  public ImageSelector {
    containers = List.copyOf(containers);
  }

  boolean selectsAll() {
    return containers.contains(ALL);
  }

  boolean selectsByName() {
    return !containers.isEmpty() && !selectsAll();
  }

  boolean admits(ContainerImage image) {
    return image.reference().filter(r -> r.repository().equals(repository)).isPresent()
        && (!selectsByName() || containers.contains(image.container()));
  }

  String target() {
    return kind + " " + name;
  }
}
