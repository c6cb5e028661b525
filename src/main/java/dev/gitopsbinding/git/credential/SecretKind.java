package dev.gitopsbinding.git.credential;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryUrl;
import java.util.Optional;

/**
 * Checks that a Secret holds what the scheme of a URL needs. Checked before the owner's consent: it
 * would be useless to ask the owner to consent to a Secret that cannot log in.
 */
final class SecretKind {
  private SecretKind() {}

  /** The refusal; empty if the Secret is of the right kind. */
  static Optional<Failure> refusal(SecretData secret, RepositoryUrl url) {
    SecretReader reader = new SecretReader(secret);
    boolean key = reader.firstOf(SshSecret.PRIVATE_KEYS).isPresent();
    boolean app = GitHubAppSecret.isOne(reader);
    boolean login = app || reader.firstOf("bearerToken", "username", "password").isPresent();
    boolean authorities = reader.firstOf(HttpSecret.AUTHORITIES).isPresent();
    if (url.scheme() == RepositoryUrl.Scheme.SSH) {
      return key ? Optional.empty() : Optional.of(noKey(secret, url, app, login));
    }
    return login || authorities ? Optional.empty() : Optional.of(noLogin(secret, url, key));
  }

  private static Failure noKey(SecretData secret, RepositoryUrl url, boolean app, boolean login) {
    if (app) {
      return missing(
          "%s holds a GitHub App, which logs in by https only, but the URL is ssh://. Use https://%s."
              .formatted(secret, place(url)));
    }
    return missing(
        login
            ? "%s holds a password or token, but the URL is ssh://. Use https://%s, or name a Secret with 'ssh-privatekey' and 'known_hosts'."
                .formatted(secret, place(url))
            : SshSecret.NO_PRIVATE_KEY.formatted(secret) + ".");
  }

  private static Failure noLogin(SecretData secret, RepositoryUrl url, boolean key) {
    return missing(
        key
            ? "%s holds an SSH key, but the URL is %s://. Use ssh://git@%s, or name a Secret with 'username' and 'password' (or 'bearerToken')."
                .formatted(
                    secret,
                    url.scheme() == RepositoryUrl.Scheme.HTTPS ? "https" : "http",
                    place(url))
            : "%s has no key 'password'. Add 'username' and 'password', or 'bearerToken', to log in to %s."
                .formatted(secret, url));
  }

  /** Host and path, without the port: another scheme has another port. */
  private static String place(RepositoryUrl url) {
    String host = url.host().indexOf(':') >= 0 ? "[" + url.host() + "]" : url.host();
    return host + (url.path().startsWith("/") ? "" : "/") + url.path();
  }

  private static Failure missing(String message) {
    return new Failure.Secret(Reason.SECRET_KEY_MISSING, message);
  }
}
