package dev.gitopsbinding.edit;

import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.RepositoryPath;
import java.util.Optional;

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

  /**
   * The editor for one read or edit of a file; empty if the file is not of this kind. A kind that
   * reads the file to recognize it hands on what it has read.
   */
  default Optional<ImageEditor> editor(
      RepositoryPath path, Content content, ImageSelector selector) {
    return recognizes(path, content, selector)
        ? Optional.of(editor(path, selector))
        : Optional.empty();
  }

  /** The editor of the images that a selector selects in the file at a path. */
  ImageEditor editor(RepositoryPath path, ImageSelector selector);
}
