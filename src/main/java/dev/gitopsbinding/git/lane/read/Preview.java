package dev.gitopsbinding.git.lane.read;

import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.EditResult;
import dev.gitopsbinding.model.RepositoryPath;
import java.util.List;

/**
 * What a change set would do at the tip of a branch.
 *
 * @param files one for each edit, in the order of the change set
 */
public record Preview(CommitSha tip, List<FileEdit> files) {
  /** Copies the list. */
  public Preview {
    files = List.copyOf(files);
  }

  /**
   * What one edit would do.
   *
   * @param before what the edit was given, that is after the edits before it
   */
  public record FileEdit(RepositoryPath path, Content before, EditResult result) {}
}
