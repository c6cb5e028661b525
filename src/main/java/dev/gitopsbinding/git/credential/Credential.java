package dev.gitopsbinding.git.credential;

import dev.gitopsbinding.net.http.BasicLogin;
import java.util.List;
import java.util.Optional;

/** What to log in to a git host with. Its text form never shows a secret. */
public sealed interface Credential {
  /** Log in with nothing; HTTPS only. */
  record Anonymous(Optional<String> caCertificates) implements Credential {}

  /**
   * A private key in PEM or OpenSSH form.
   *
   * @param knownHosts lines in the form of sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT"
   */
  record SshKey(String privateKey, Optional<String> passphrase, String knownHosts)
      implements Credential {
    @Override
    public String toString() {
      return "SshKey[***]";
    }
  }

  /** HTTP basic authentication (RFC 7617). */
  record Basic(String username, String password, Optional<String> caCertificates)
      implements Credential {
    @Override
    public String toString() {
      return "Basic[***]";
    }
  }

  /** HTTP bearer token (RFC 6750). */
  record Bearer(String token, Optional<String> caCertificates) implements Credential {
    @Override
    public String toString() {
      return "Bearer[***]";
    }
  }

  /** What must not be shown, should a host repeat it. */
  default List<String> secrets() {
    return switch (this) {
      case Basic(var username, var password, var _) -> BasicLogin.of(username, password).secrets();
      case Bearer(var token, var _) -> List.of(token);
      case Anonymous _, SshKey _ -> List.of();
    };
  }

  /**
   * What tells this credential apart from every other: the SHA-256 over its kind and parts, as 64
   * hexadecimal digits. Keep it out of logs and messages: a short secret could be guessed from it.
   */
  default String digest() {
    return CredentialDigest.of(this);
  }
}
