package dev.gitopsbinding.git.credential;

import dev.gitopsbinding.net.http.BasicLogin;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A login at a git host. Its text form never shows a secret. */
public sealed interface Credential {
  /**
   * No login; HTTPS only.
   *
   * @param caCertificates PEM certificates to trust in addition to the system's; null for none
   */
  record Anonymous(@Nullable String caCertificates) implements Credential {}

  /**
   * A private key in PEM or OpenSSH form.
   *
   * @param passphrase null if the key is not encrypted
   * @param knownHosts lines in the form of sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT"
   */
  record SshKey(String privateKey, @Nullable String passphrase, String knownHosts)
      implements Credential {
    @Override
    public String toString() {
      return "SshKey[***]";
    }
  }

  /**
   * HTTP basic authentication (RFC 7617).
   *
   * @param caCertificates PEM certificates to trust in addition to the system's; null for none
   */
  record Basic(String username, String password, @Nullable String caCertificates)
      implements Credential {
    @Override
    public String toString() {
      return "Basic[***]";
    }
  }

  /**
   * HTTP bearer token (RFC 6750).
   *
   * @param caCertificates PEM certificates to trust in addition to the system's; null for none
   */
  record Bearer(String token, @Nullable String caCertificates) implements Credential {
    @Override
    public String toString() {
      return "Bearer[***]";
    }
  }

  /** Texts to redact, because a host may repeat them. */
  default List<String> secrets() {
    return switch (this) {
      case Basic(var username, var password, var _) -> BasicLogin.of(username, password).secrets();
      case Bearer(var token, var _) -> List.of(token);
      case Anonymous _, SshKey _ -> List.of();
    };
  }

  /**
   * The SHA-256 of the kind and the parts of this credential, as 64 hexadecimal digits. It is
   * different for every credential. Keep it out of logs and messages: a short secret could be
   * guessed from it.
   */
  default String digest() {
    return CredentialDigest.of(this);
  }
}
