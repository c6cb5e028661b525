package dev.gitopsbinding.git.store;

/**
 * A time in which a branch is known to have moved forward only: what was in it at one read is in it
 * at every later read of the same line. A new one begins where that is not known, for example where
 * the branch was rewritten, or where nobody looked at it for a while. Compared by identity.
 */
public final class BranchLine {
  /** A new one, unlike all others. */
  public BranchLine() {}
}
