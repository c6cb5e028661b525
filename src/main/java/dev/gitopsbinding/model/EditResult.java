package dev.gitopsbinding.model;

import java.util.List;

/** What became of an edit of one file. */
public sealed interface EditResult {
  /**
   * The file is to be written.
   *
   * @param content the new bytes
   * @param replaced the image references that were there before, in the order of the file
   */
  record Edited(Content content, List<String> replaced) implements EditResult {}

  /** The file holds the wanted tag already. */
  record AlreadyApplied() implements EditResult {}

  /**
   * The file holds neither what the edit expects to replace nor what it wants to write.
   *
   * @param found the image references that are there, in the order of the file
   */
  record Superseded(List<String> found) implements EditResult {}

  /** The file cannot be edited. */
  record Refused(Failure.File failure) implements EditResult {}
}
