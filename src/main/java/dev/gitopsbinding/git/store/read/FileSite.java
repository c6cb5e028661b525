package dev.gitopsbinding.git.store.read;

import dev.gitopsbinding.model.RemoteBranch;
import org.eclipse.jgit.lib.ObjectId;

/** A commit of a branch in which a file is searched; its text form is for messages. */
public record FileSite(RemoteBranch branch, ObjectId commit) {
  private static final int SHORT = 7;

  @Override
  public String toString() {
    return "%s@%s (commit %s)"
        .formatted(branch.url(), branch.branch(), commit.abbreviate(SHORT).name());
  }
}
