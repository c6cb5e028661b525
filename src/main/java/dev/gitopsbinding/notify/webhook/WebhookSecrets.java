package dev.gitopsbinding.notify.webhook;

import dev.gitopsbinding.git.credential.SecretData;
import dev.gitopsbinding.model.Result;

/** The port by which Secrets of receivers are read. */
public interface WebhookSecrets {
  /** A Secret, from memory or from the API server. */
  Result<SecretData> read(String namespace, String name) throws InterruptedException;

  /** Forgets a Secret that did not work, so that the next read finds its replacement. */
  void forget(String namespace, String name);
}
