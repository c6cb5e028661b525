package dev.gitopsbinding.edit;

import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.key.KeyPath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Selects images of a manifest file.
 *
 * @param object the object that holds them
 * @param containers empty: the only container or initContainer with this image; {@code ["*"]}: all
 *     that have it; else the names of the selected ones, each of which must have it
 * @param repository the image's normalised repository, see {@link
 *     dev.gitopsbinding.model.image.ImageReference#repository()}
 * @param key where the image or its tag stands; null: it is found by the image
 * @param pinned whether a digest is written beside the tag, so that the file may hold one
 * @param refsOf the source repository whose remote references in the file get the commit too; null:
 *     none
 */
public record ImageSelector(
    ObjectSelector object,
    List<String> containers,
    String repository,
    @Nullable KeyPath key,
    boolean pinned,
    RepositoryUrl.@Nullable Identity refsOf) {
  private static final String ALL = "*";

  /** Copies the list of containers. */
  public ImageSelector {
    containers = List.copyOf(containers);
  }

  /** Selects images that are found by themselves, of which a tag alone is written. */
  public ImageSelector(ObjectSelector object, List<String> containers, String repository) {
    this(object, containers, repository, null, false, null);
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
