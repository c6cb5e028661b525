package dev.gitopsbinding.testing.git;

import dev.gitopsbinding.testing.program.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A key pair made by ssh-keygen(1).
 *
 * @param file holds the private key; the public one is beside it with {@code .pub}
 */
public record SshKeyFile(Path file) {
  /** The kinds of keys git hosts accept. */
  public enum Kind {
    ED25519("ed25519", "256"),
    ECDSA("ecdsa", "256"),
    RSA("rsa", "2048");

    private final String type;
    private final String bits;

    Kind(String type, String bits) {
      this.type = type;
      this.bits = bits;
    }
  }

  /** The forms private keys are kept in. */
  public enum Form {
    OPENSSH("RFC4716"),
    PEM("PEM"),
    PKCS8("PKCS8");

    private final String option;

    Form(String option) {
      this.option = option;
    }
  }

  /** Makes a key in OpenSSH form without a passphrase. */
  public static SshKeyFile generate(Path directory, String name, Kind kind) {
    return generate(directory, name, kind, Form.OPENSSH, "");
  }

  /** Makes a key; an empty passphrase leaves it in the clear. */
  public static SshKeyFile generate(
      Path directory, String name, Kind kind, Form form, String passphrase) {
    Path file = directory.resolve(name);
    Command.in(directory)
        .run(
            "ssh-keygen",
            "-q",
            "-t",
            kind.type,
            "-b",
            kind.bits,
            "-m",
            form.option,
            "-N",
            passphrase,
            "-C",
            name,
            "-f",
            file.toString());
    return new SshKeyFile(file);
  }

  /** The private key's text. */
  public String privateKey() {
    return read(file);
  }

  /** The public key as a line of authorized_keys. */
  public String publicKey() {
    return read(Path.of(file + ".pub")).strip();
  }

  private static String read(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
