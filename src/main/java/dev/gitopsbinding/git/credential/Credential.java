package dev.gitopsbinding.git.credential;

import dev.gitopsbinding.net.http.BasicLogin;
import java.net.URI;
import java.security.PrivateKey;
import java.util.List;
import java.util.Optional;
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

  /**
   * A GitHub App. Its key never leaves; what is sent to a git host is a token, which {@link
   * AppTokens} gets for one repository. So the credential, and its digest, stay the same while
   * tokens come and go.
   *
   * @param appId the number of the app, or its client ID
   * @param installationId null: it is found by the repository
   * @param privateKey an RSA key in PEM form
   * @param api where the API is, without a slash at its end; null: it follows from the git host
   * @param caCertificates PEM certificates to trust in addition to the system's; null for none
   */
  record GitHubApp(
      String appId,
      @Nullable String installationId,
      String privateKey,
      @Nullable URI api,
      @Nullable String caCertificates)
      implements Credential {
    /**
     * The key, an RSA key.
     *
     * @param tenant the namespace that the turn at the processors is charged to
     * @return empty if there was no turn in time
     */
    public Optional<PrivateKey> key(String tenant) {
      return PrivateKeys.of(this, tenant);
    }

    @Override
    public String toString() {
      return "GitHubApp[" + appId + "]";
    }
  }

  /** Texts to redact, because a host may repeat them. */
  default List<String> secrets() {
    return switch (this) {
      case Basic(var username, var password, var _) -> BasicLogin.of(username, password).secrets();
      case Bearer(var token, var _) -> List.of(token);
      // What is sent for an app are tokens, which are redacted where they are used.
      case Anonymous _, SshKey _, GitHubApp _ -> List.of();
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
