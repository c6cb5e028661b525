package dev.gitopsbinding.git.lane.read;

import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.share.TimeLimit;
import java.io.IOException;

/** Something to do to a branch that needs no tip. */
@FunctionalInterface
public non-sealed interface BranchTask<T> extends BranchQuestion<T> {
  /**
   * Does it.
   *
   * @throws IOException if the local copy is damaged
   */
  Result<T> run(BranchCopy copy, Remote remote, TimeLimit deadline) throws IOException;
}
