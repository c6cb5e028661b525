package dev.gitopsbinding.git.sign;

import dev.gitopsbinding.model.change.ChangeSet.Author;
import java.security.GeneralSecurityException;

/** A decrypted private key that signs commits. Thread-safe. */
interface SigningKey {
  /**
   * The committer of what this key signs.
   *
   * @param author the author of the commits
   */
  Author committer(Author author);

  /**
   * Signs a commit.
   *
   * @return the signature, armored
   * @throws UnusableKeyException if the key must not sign any more
   * @throws GeneralSecurityException if it cannot sign
   */
  String sign(byte[] commit) throws UnusableKeyException, GeneralSecurityException;
}
