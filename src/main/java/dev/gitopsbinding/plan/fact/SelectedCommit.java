package dev.gitopsbinding.plan.fact;

import dev.gitopsbinding.model.CommitSha;

/**
 * The source commit whose tag is to be deployed.
 *
 * @param newer how many commits of the branch are newer; none of them has an image that may be
 *     deployed, as far as is known
 * @param partial whether older commits than those that were looked at may have an image
 */
public record SelectedCommit(CommitSha commit, int newer, boolean partial) {
  /** The commit, without any newer one. */
  public static SelectedCommit newest(CommitSha commit) {
    return new SelectedCommit(commit, 0, false);
  }
}
