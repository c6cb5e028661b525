package dev.gitopsbinding.git.lane.read;

import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.share.TimeLimit;
import java.io.IOException;

/** A question about a head, which need not exist, and its base. */
public non-sealed interface HeadRead<T> extends BranchQuestion<T> {
  /** The base of the head. */
  RemoteBranch base();

  /**
   * Answers the question.
   *
   * @param remote the head
   * @param tips the tips that were read
   * @param deadline for a fetch of older commits
   * @throws IOException if the local copy is damaged
   */
  Result<T> read(HeadCopy heads, Remote remote, HeadTips tips, TimeLimit deadline)
      throws IOException;
}
