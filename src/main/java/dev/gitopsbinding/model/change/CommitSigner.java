package dev.gitopsbinding.model.change;

import dev.gitopsbinding.model.Result;

/** Signs commits with one key, for one binding. Thread-safe. */
public interface CommitSigner {
  /** The committer of what is signed: hosts look for the key among those of this person. */
  ChangeSet.Author committer();

  /**
   * Signs a commit.
   *
   * @param commit the commit as git stores it, without a signature
   * @return the signature, armored, in ASCII; fails with {@code SECRET_INVALID}
   */
  Result<String> sign(byte[] commit);
}
