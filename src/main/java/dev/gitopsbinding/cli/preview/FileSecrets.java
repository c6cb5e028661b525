package dev.gitopsbinding.cli.preview;

import dev.gitopsbinding.git.credential.Credential;
import dev.gitopsbinding.git.credential.Credentials;
import dev.gitopsbinding.git.credential.SecretData;
import dev.gitopsbinding.git.credential.SecretSource;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import java.time.Instant;
import java.util.Map;

/** The Secrets of files. They stay as they were read. */
final class FileSecrets implements SecretSource {
  private final Map<Key, Result<SecretData>> secrets;

  FileSecrets(Map<Key, Result<SecretData>> secrets) {
    this.secrets = Map.copyOf(secrets);
  }

  /** What identifies a Secret. */
  record Key(String namespace, String name) {}

  @Override
  public Result<Credential> credential(String namespace, String name, RepositoryUrl url) {
    return secret(namespace, name).then(secret -> Credentials.of(url, secret));
  }

  @Override
  public Result<SecretData> secret(String namespace, String name) {
    Result<SecretData> secret = secrets.get(new Key(namespace, name));
    return secret == null
        ? Result.failed(
            new Failure.Secret(
                Reason.SECRET_NOT_FOUND,
                "there is no Secret %s/%s in the files. Name a file that holds it with --secret."
                    .formatted(namespace, name)))
        : secret;
  }

  @Override
  public void forget(String namespace, String name) {}

  @Override
  public void forget(String namespace, String name, Instant notBefore) {}
}
