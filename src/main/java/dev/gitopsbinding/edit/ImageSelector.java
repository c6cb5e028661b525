package dev.gitopsbinding.edit;

import java.util.List;

/**
 * Selects images of a manifest file.
 *
 * @param object the object that holds them
 * @param containers empty: the only container or initContainer with this image; {@code ["*"]}: all
 *     that have it; else the names of the selected ones, each of which must have it
 * @param repository the image's normalised repository, see {@link
 *     dev.gitopsbinding.model.ImageReference#repository()}
 */
public record ImageSelector(ObjectSelector object, List<String> containers, String repository) {
  private static final String ALL = "*";

  /** Copies the list of containers. */
  public ImageSelector {
    containers = List.copyOf(containers);
  }

  /** Whether all containers with the image are selected. */
  public boolean selectsAll() {
    return containers.contains(ALL);
  }

  /** Whether the containers are selected by name. */
  public boolean selectsByName() {
    return !containers.isEmpty() && !selectsAll();
  }
}
