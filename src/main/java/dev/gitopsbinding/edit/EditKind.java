package dev.gitopsbinding.edit;

import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.RepositoryPath;

/** One kind of manifest files that can be edited. */
public interface EditKind {
  /**
   * Whether a file is of this kind, by its name or its content, and the selector one for this kind.
   * The last kind that is tried takes every file.
   */
  boolean recognizes(RepositoryPath path, Content content, ImageSelector selector);

  /** Whether its editors move references to the source repository too. */
  default boolean movesRefs() {
    return false;
  }

  /** The editor of the images that a selector selects in the file at a path. */
  ImageEditor editor(RepositoryPath path, ImageSelector selector);
}
