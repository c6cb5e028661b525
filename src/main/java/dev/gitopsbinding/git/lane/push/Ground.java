package dev.gitopsbinding.git.lane.push;

import dev.gitopsbinding.git.lane.read.BranchCopy;
import org.eclipse.jgit.lib.ObjectId;

/**
 * What the commits of a push build on.
 *
 * @param expected the tip of the branch to move; the zero id if the push creates the branch
 * @param onto the commit below the first one of the push
 * @param merge whether {@code onto} is a merge that only the local copy holds yet, so that the push
 *     is of use even without a commit on top
 */
record Ground(ObjectId expected, BranchCopy.LocalTip onto, boolean merge) {
  /** The tip of the branch itself. */
  static Ground at(BranchCopy.LocalTip tip) {
    return new Ground(tip.id(), tip, false);
  }

  /** What to report of a change set that is not pushed: a commit that the host knows. */
  BranchCopy.LocalTip reported() {
    return merge ? new BranchCopy.LocalTip(expected, onto.readAt()) : onto;
  }
}
