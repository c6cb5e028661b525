package dev.gitopsbinding.git.credential;

import dev.gitopsbinding.net.share.CpuWorkers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.StreamSupport;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.jspecify.annotations.Nullable;

/**
 * Reads private keys: OpenSSH, PEM (PKCS#1, SEC 1) and PKCS#8, encrypted or not. The work for an
 * encrypted key is limited before decryption starts, and waits for its turn at the processors.
 */
public final class PrivateKeys {
  private static final NamedResource NAME = NamedResource.ofName("private key");

  /** Four times the size of the longest supported RSA key, of 16384 bits. */
  private static final int MAX_LENGTH = 64 << 10;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  static {
    KeyWork.boundLibraries();
  }

  private PrivateKeys() {}

  /** Why a key cannot be read. The texts complete "the private key …". */
  public enum Fault {
    UNREADABLE("is not a private key in OpenSSH, PEM or PKCS#8 form"),
    TOO_LONG("is longer than any private key"),
    TOO_MUCH_WORK(
        "takes too much work to decrypt; encrypt it again with fewer rounds, for example by: ssh-keygen -p -f FILE"),
    NOT_IN_TIME(
        "was not decrypted in time, because other keys of the namespace are being decrypted; the operator retries"),
    PASSPHRASE_MISSING("is encrypted; add its passphrase as the key '%s'"),
    PASSPHRASE_WRONG("cannot be decrypted with the passphrase in the key '%s'");

    private final String text;

    Fault(String text) {
      this.text = text;
    }

    /**
     * The text.
     *
     * @param passphraseKey the key of the Secret that holds the passphrase
     */
    public String text(String passphraseKey) {
      return text.formatted(passphraseKey);
    }
  }

  /** The result of reading a key. */
  public sealed interface Parsed {
    /** A usable key. */
    record Key(KeyPair pair) implements Parsed {}

    /** A key that cannot be used. */
    record Unusable(Fault fault) implements Parsed {}
  }

  /**
   * Reads a key.
   *
   * @param passphrase null if there is none
   * @param tenant the namespace that the turn at the processors is charged to
   */
  public static Parsed parse(String text, @Nullable String passphrase, String tenant) {
    if (text.length() > MAX_LENGTH) {
      return new Parsed.Unusable(Fault.TOO_LONG);
    }
    return switch (KeyWork.of(text)) {
      case NONE -> parse(text, passphrase);
      case TOO_MUCH -> new Parsed.Unusable(Fault.TOO_MUCH_WORK);
      case BOUNDED -> inTurn(text, passphrase, tenant);
    };
  }

  private static Parsed inTurn(String text, @Nullable String passphrase, String tenant) {
    try {
      return CpuWorkers.shared()
          .run(tenant, PATIENCE, () -> parse(text, passphrase))
          .orElseGet(() -> new Parsed.Unusable(Fault.NOT_IN_TIME));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Parsed.Unusable(Fault.NOT_IN_TIME);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private static Parsed parse(String text, @Nullable String passphrase) {
    boolean[] asked = {false};
    FilePasswordProvider passwords =
        (session, resource, retry) -> {
          asked[0] = true;
          return passphrase;
        };
    return read(text, passwords)
        .<Parsed>map(Parsed.Key::new)
        .orElseGet(() -> new Parsed.Unusable(fault(asked[0], passphrase)));
  }

  private static Fault fault(boolean passphraseAsked, @Nullable String passphrase) {
    if (!passphraseAsked) {
      return Fault.UNREADABLE;
    }
    return passphrase == null ? Fault.PASSPHRASE_MISSING : Fault.PASSPHRASE_WRONG;
  }

  private static Optional<KeyPair> read(String text, FilePasswordProvider passwords) {
    String normalised = text.replace("\r\n", "\n").strip() + "\n";
    try (InputStream stream =
        new ByteArrayInputStream(normalised.getBytes(StandardCharsets.UTF_8))) {
      Iterable<KeyPair> keys = SecurityUtils.loadKeyPairIdentities(null, NAME, stream, passwords);
      return keys == null
          ? Optional.empty()
          : StreamSupport.stream(keys.spliterator(), false).findFirst();
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      // The parsers throw various exceptions for a damaged key, and their messages may quote it.
      return Optional.empty();
    }
  }

  /**
   * The key of a GitHub App that was made by {@link Credentials}.
   *
   * @param tenant the namespace that the turn at the processors is charged to
   * @return empty if there was no turn in time
   */
  static Optional<PrivateKey> of(Credential.GitHubApp app, String tenant) {
    return parse(app.privateKey(), null, tenant) instanceof Parsed.Key(KeyPair pair)
        ? Optional.of(pair.getPrivate())
        : Optional.empty();
  }

  /**
   * The key pair of a credential that was made by {@link Credentials}.
   *
   * @param tenant the namespace that the turn at the processors is charged to
   * @return empty if there was no turn in time
   */
  public static Optional<KeyPair> of(Credential.SshKey credential, String tenant) {
    return parse(credential.privateKey(), credential.passphrase(), tenant)
            instanceof Parsed.Key(KeyPair pair)
        ? Optional.of(pair)
        : Optional.empty();
  }
}
