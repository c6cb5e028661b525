package dev.gitopsbinding.git.credential;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import java.util.Optional;

/**
 * Makes credentials from Secrets. The keys are those of Flux, Argo CD and Kubernetes: {@code
 * identity}, {@code sshPrivateKey} or {@code ssh-privatekey} (the first one present), {@code
 * known_hosts}, {@code password} (also the passphrase of the private key), {@code username}, {@code
 * bearerToken} (has precedence over {@code password}), {@code ca.crt}. A line break at the end of a
 * password, user name or token is ignored. The keys of a GitHub App, which has precedence for
 * HTTPS, are those of {@link GitHubAppSecret}.
 *
 * <p>A Secret is used only if its owner consents: by the type {@code kubernetes.io/ssh-auth} for
 * SSH, or by the annotation {@code gitopsbinding.dev/hosts}, a list of hosts that also limits where
 * a Secret of that type is sent. {@code github.com} means the default ports of SSH and HTTPS; any
 * other port, and clear-text HTTP, has to be named: {@code git.example.com:8443}. There are no
 * wildcards.
 */
public final class Credentials {
  private Credentials() {}

  /**
   * The credential for a repository whose binding names no Secret.
   *
   * @return fails with {@code SECRET_KEY_MISSING} if the scheme is SSH
   */
  public static Result<Credential> withoutSecret(RepositoryUrl url) {
    return url.scheme() == RepositoryUrl.Scheme.SSH
        ? Result.failed(sshNeedsSecret(url))
        : Result.ok(new Credential.Anonymous(null));
  }

  /**
   * The credential for a repository, read from a Secret.
   *
   * @return fails with {@code SECRET_NOT_CONSENTED}, {@code SECRET_KEY_MISSING} or {@code
   *     SECRET_INVALID}
   */
  public static Result<Credential> of(RepositoryUrl url, SecretData secret) {
    return SecretKind.refusal(secret, url)
        .or(() -> hostRefusal(secret, url))
        .<Result<Credential>>map(Result::failed)
        .orElseGet(
            () ->
                url.scheme() == RepositoryUrl.Scheme.SSH
                    ? SshSecret.read(secret, url)
                    : HttpSecret.read(secret, url));
  }

  /** Whoever may get a token of an app at a git host may get it at the API of that host. */
  private static Optional<Failure> hostRefusal(SecretData secret, RepositoryUrl url) {
    return SecretHostPolicy.refusal(secret, url)
        .flatMap(
            refusal ->
                GitHubAppSecret.isOne(new SecretReader(secret))
                    ? GitHubAppSecret.gitHost(url)
                        .map(host -> SecretHostPolicy.refusal(secret, host))
                        .orElseGet(() -> Optional.of(refusal))
                    : Optional.of(refusal));
  }

  private static Failure sshNeedsSecret(RepositoryUrl url) {
    return new Failure.Secret(
        Reason.SECRET_KEY_MISSING,
        url
            + " needs a private key. Name a Secret in secretRef that holds it as 'ssh-privatekey',"
            + " and the host's keys as 'known_hosts'.");
  }
}
