package dev.gitopsbinding.git.credential;

import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import java.time.Instant;

/** The port for Secrets: where they come from, and whether they are read again. */
public interface SecretSource {
  /** The credential for {@code url}, made from a Secret. */
  Result<Credential> credential(String namespace, String name, RepositoryUrl url)
      throws InterruptedException;

  /** The used parts of a Secret. */
  Result<SecretData> secret(String namespace, String name) throws InterruptedException;

  /** Says that a Secret did not work, so that the next use should read its replacement. */
  void forget(String namespace, String name);

  /** Says that a Secret that was read before {@code notBefore} is not to be used any more. */
  void forget(String namespace, String name, Instant notBefore);
}
