package dev.gitopsbinding.git.credential;

import dev.gitopsbinding.git.credential.SecretReader.Unusable;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.CompositeDigest;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A private key by which commits are signed, still encrypted, from a Secret whose owner consents.
 * The keys of the Secret are those of Flux and of git logins: {@code git.asc} for OpenPGP; {@code
 * identity}, {@code sshPrivateKey} or {@code ssh-privatekey} for SSH (the first one present of all
 * four); {@code passphrase}, or {@code password}, if the private key is encrypted.
 *
 * @param kind what {@code text} holds
 * @param secret the Secret, as messages name it
 * @param key the key of the Secret that holds the private key
 * @param text the private key
 * @param passphrase null if there is none
 */
public record SigningSecret(
    Kind kind, String secret, String key, String text, @Nullable String passphrase) {
  /** The kinds of private keys. */
  public enum Kind {
    /** Armored (RFC 9580, section 6). */
    OPENPGP,
    /** In OpenSSH, PEM or PKCS#8 form. */
    SSH
  }

  private static final String OPENPGP_KEY = "git.asc";

  /** The key of a Secret that holds the passphrase. */
  public static final String PASSPHRASE = "passphrase";

  /**
   * Reads a Secret.
   *
   * @param manifest where signed commits are pushed to
   * @return fails with {@code SECRET_NOT_CONSENTED}, {@code SECRET_KEY_MISSING} or {@code
   *     SECRET_INVALID}
   */
  public static Result<SigningSecret> read(SecretData secret, RepositoryUrl manifest) {
    Optional<Failure> refusal = SecretHostPolicy.signingRefusal(secret, manifest);
    if (refusal.isPresent()) {
      return Result.failed(refusal.get());
    }
    SecretReader reader = new SecretReader(secret);
    try {
      String passphrase = reader.line(PASSPHRASE).orElse(null);
      if (passphrase == null) {
        passphrase = reader.line("password").orElse(null);
      }
      boolean openPgp = reader.firstOf(OPENPGP_KEY).isPresent();
      String key =
          openPgp
              ? OPENPGP_KEY
              : reader
                  .firstOf(SshSecret.PRIVATE_KEYS)
                  .orElseThrow(
                      () ->
                          reader.missing(
                              OPENPGP_KEY,
                              "Add an armored OpenPGP private key under it, or an SSH private key under 'ssh-privatekey'"));
      return Result.ok(
          new SigningSecret(
              openPgp ? Kind.OPENPGP : Kind.SSH,
              secret.toString(),
              key,
              reader.text(key).orElseThrow(),
              passphrase));
    } catch (Unusable e) {
      return Result.failed(e.failure());
    }
  }

  /** Identifies the content without storing it. Keep it out of logs and messages. */
  public String digest() {
    return CompositeDigest.of(
        List.of(kind.name(), text, Objects.requireNonNullElse(passphrase, "")));
  }

  @Override
  public String toString() {
    return "SigningSecret[***]";
  }
}
