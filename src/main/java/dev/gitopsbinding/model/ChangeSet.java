package dev.gitopsbinding.model;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * What one binding wants written: one or more file edits, one commit.
 *
 * @param binding on whose behalf
 * @param edits at least one; all of them are applied or none
 * @param author the commit's author
 * @param message the whole commit message, trailers included
 * @param wanted asked once more before the commit is made: whether the binding still wants it
 */
public record ChangeSet(
    BindingId binding,
    List<FileEdit> edits,
    Author author,
    String message,
    BooleanSupplier wanted) {

  /** Copies the list of edits. */
  public ChangeSet {
    edits = List.copyOf(edits);
  }

  /**
   * One edit of one file.
   *
   * @param edit pure: applied again to each version of the file
   */
  public record FileEdit(RepositoryPath path, Function<Content, EditResult> edit) {}

  /** Name and e-mail address of a commit's author. */
  public record Author(String name, String email) {}
}
