package dev.gitopsbinding.git.store.read;

/**
 * A period in which a branch moved forward only: a commit that the branch held at one read, it
 * holds at every later read of the same line. A new line begins if that is not certain, for example
 * after the branch was rewritten, or after its local copy was not used for a while. Compared by
 * identity.
 */
public final class BranchLine {
  /** A new line, different from all others. */
  public BranchLine() {}
}
