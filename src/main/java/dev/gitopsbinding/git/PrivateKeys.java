package dev.gitopsbinding.git;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.util.security.SecurityUtils;

/** Reads private keys: OpenSSH, PEM (PKCS#1, SEC 1) and PKCS#8, encrypted or not. */
final class PrivateKeys {
  private static final NamedResource NAME = NamedResource.ofName("private key");

  private PrivateKeys() {}

  /** Why a key cannot be read. The texts complete "the private key …". */
  enum Fault {
    UNREADABLE("is not a private key in OpenSSH, PEM or PKCS#8 form"),
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

  static Parsed parse(String text, Optional<String> passphrase) {
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
    return new Parsed(Optional.empty(), Optional.of(fault));
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
  static List<KeyPair> of(Credential.SshKey credential) {
    return parse(credential.privateKey(), credential.passphrase()).key().stream().toList();
  }
}
