package dev.gitopsbinding.edit;

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

  /** Whether all containers that have the image are meant. */
  public boolean selectsAll() {
    return containers.contains(ALL);
  }

  /** Whether the containers are named. */
  public boolean selectsByName() {
    return !containers.isEmpty() && !selectsAll();
  }
}
