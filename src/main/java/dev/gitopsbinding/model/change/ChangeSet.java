package dev.gitopsbinding.model.change;

import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.RepositoryPath;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What one binding wants written: one or more file edits, one commit.
 *
 * @param binding the binding that the change is made for
 * @param edits at least one; either all are applied or none is
 * @param author the commit's author
 * @param message the whole commit message, trailers included
 * @param wanted whether the binding still wants the change; asked just before the commit is made
 * @param signer signs the commit, and is its committer; null for a commit of the operator's
 *     committer without a signature
 */
public record ChangeSet(
    BindingId binding,
    List<FileEdit> edits,
    Author author,
    String message,
    BooleanSupplier wanted,
    @Nullable CommitSigner signer) {

  /** Copies the list of edits. */
  public ChangeSet {
    edits = List.copyOf(edits);
  }

  /**
   * One edit of one file.
   *
   * @param edit has no side effects: it is applied again to each new version of the file
   */
  public record FileEdit(RepositoryPath path, Function<Content, EditResult> edit) {}

  /** Name and e-mail address of a commit's author or committer. */
  public record Author(String name, String email) {}
}
