package dev.gitopsbinding.git.credential;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import java.util.Optional;

/**
 * Makes a credential of a Secret. The keys are those of Flux, Argo CD and Kubernetes: {@code
 * identity}, {@code sshPrivateKey} or {@code ssh-privatekey} (the first that is there), {@code
 * known_hosts}, {@code password} (also the passphrase of the private key), {@code username}, {@code
 * bearerToken} (goes before {@code password}), {@code ca.crt}. A line break at the end of a
 * password, user name or token does not count.
 *
 * <p>A Secret is used only if its owner consents: type {@code kubernetes.io/ssh-auth} for SSH, or
 * the annotation {@code gitopsbinding.dev/hosts}, a list of hosts that also limits where a Secret
 * of that type goes. {@code github.com} means the usual ports of SSH and HTTPS; any other port, and
 * clear-text HTTP, has to be named: {@code git.example.com:8443}. There are no wildcards.
 */
public final class Credentials {
  private Credentials() {}

  /**
   * The credential for a repository.
   *
   * @param secret nothing if the binding names none: enough for HTTPS, never for SSH
   * @return fails with {@code SECRET_NOT_CONSENTED}, {@code SECRET_KEY_MISSING} or {@code
   *     SECRET_INVALID}
   */
  public static Result<Credential> of(RepositoryUrl url, Optional<SecretData> secret) {
    boolean ssh = url.scheme() == RepositoryUrl.Scheme.SSH;
    if (secret.isEmpty()) {
      return ssh
          ? Result.failed(sshNeedsSecret(url))
          : Result.ok(new Credential.Anonymous(Optional.empty()));
    }
    return SecretKind.refusal(secret.get(), url)
        .or(() -> SecretHostPolicy.refusal(secret.get(), url))
        .<Result<Credential>>map(Result::failed)
        .orElseGet(
            () -> ssh ? SshSecret.read(secret.get(), url) : HttpSecret.read(secret.get(), url));
  }

  private static Failure sshNeedsSecret(RepositoryUrl url) {
    return new Failure.Secret(
        Reason.SECRET_KEY_MISSING,
        url
            + " needs a private key. Name a Secret in secretRef that holds it as 'ssh-privatekey',"
            + " and the host's keys as 'known_hosts'.");
  }
}
