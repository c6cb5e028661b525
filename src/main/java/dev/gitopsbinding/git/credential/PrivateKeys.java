package dev.gitopsbinding.git.credential;

import dev.gitopsbinding.net.share.CpuWorkers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.StreamSupport;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.util.security.SecurityUtils;

/**
 * Reads private keys: OpenSSH, PEM (PKCS#1, SEC 1) and PKCS#8, encrypted or not. What an encrypted
 * one asks for is bounded before it is decrypted, and done in turn with others.
 */
public final class PrivateKeys {
  private static final NamedResource NAME = NamedResource.ofName("private key");

  /** Four times the longest RSA key that is read, of 16384 bits. */
  private static final int MAX_LENGTH = 64 << 10;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  static {
    KeyWork.boundLibraries();
  }

  private PrivateKeys() {}

  /** Why a key cannot be read. The texts complete "the private key …". */
  enum Fault {
    UNREADABLE("is not a private key in OpenSSH, PEM or PKCS#8 form"),
    TOO_LONG("is longer than any private key"),
    TOO_MUCH_WORK(
        "takes too much work to decrypt; encrypt it again with fewer rounds, for example by: ssh-keygen -p -f FILE"),
    NOT_IN_TIME(
        "was not decrypted in time, because other keys of the namespace are being decrypted; the operator retries"),
    PASSPHRASE_MISSING("is encrypted; add its passphrase as the key 'password'"),
    PASSPHRASE_WRONG("cannot be decrypted with the passphrase in the key 'password'");

    private final String text;

    Fault(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  /** The key pair, or why there is none. */
  record Parsed(Optional<KeyPair> key, Optional<Fault> fault) {}

  /**
   * Reads a key.
   *
   * @param tenant on whose behalf, should it take long
   */
  static Parsed parse(String text, Optional<String> passphrase, String tenant) {
    if (text.length() > MAX_LENGTH) {
      return failed(Fault.TOO_LONG);
    }
    return switch (KeyWork.of(text)) {
      case NONE -> parse(text, passphrase);
      case TOO_MUCH -> failed(Fault.TOO_MUCH_WORK);
      case BOUNDED -> inTurn(text, passphrase, tenant);
    };
  }

  private static Parsed inTurn(String text, Optional<String> passphrase, String tenant) {
    try {
      return CpuWorkers.shared()
          .run(tenant, PATIENCE, () -> parse(text, passphrase))
          .orElseGet(() -> failed(Fault.NOT_IN_TIME));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failed(Fault.NOT_IN_TIME);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private static Parsed failed(Fault fault) {
    return new Parsed(Optional.empty(), Optional.of(fault));
  }

  private static Parsed parse(String text, Optional<String> passphrase) {
    boolean[] asked = {false};
    FilePasswordProvider passwords =
        (session, resource, retry) -> {
          asked[0] = true;
          return passphrase.orElse(null);
        };
    Optional<KeyPair> key = read(text, passwords);
    if (key.isPresent()) {
      return new Parsed(key, Optional.empty());
    }
    Fault fault = Fault.UNREADABLE;
    if (asked[0]) {
      fault = passphrase.isPresent() ? Fault.PASSPHRASE_WRONG : Fault.PASSPHRASE_MISSING;
    }
    return failed(fault);
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
      // The parsers throw anything on a damaged key, and their texts may quote it.
      return Optional.empty();
    }
  }

  /** The key pair of a credential that was made by {@link Credentials}. */
  public static List<KeyPair> of(Credential.SshKey credential, String tenant) {
    return parse(credential.privateKey(), credential.passphrase(), tenant).key().stream().toList();
  }
}
