package dev.gitopsbinding.git.lane.read;

import dev.gitopsbinding.model.Result;
import java.io.IOException;
import org.eclipse.jgit.internal.storage.file.FileRepository;

/** A read at the tip of a branch, answered from the local copy. */
@FunctionalInterface
public non-sealed interface TipRead<T> extends BranchQuestion<T> {
  /**
   * Answers the read.
   *
   * @throws IOException if the local copy is damaged
   */
  Result<T> read(FileRepository repository, BranchCopy.LocalTip tip) throws IOException;

  /** Whether the read needs older commits than the local copy holds, so that they are fetched. */
  default boolean needsHistory(FileRepository repository, BranchCopy.LocalTip tip)
      throws IOException {
    return false;
  }
}
