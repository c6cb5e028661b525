package dev.gitopsbinding.git.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.git.SshKeyFile;
import dev.gitopsbinding.testing.program.Command;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys made by the usual programs. */
class KeyWorkTest {
  @TempDir Path folder;

  @Test
  void keysInTheClearAreNoWork() {
    for (SshKeyFile.Form form : SshKeyFile.Form.values()) {
      String key =
          SshKeyFile.generate(folder, "clear-" + form, SshKeyFile.Kind.RSA, form, "").privateKey();
      assertThat(KeyWork.of(key)).as("%s", form).isEqualTo(KeyWork.NONE);
    }
  }

  @Test
  void keysWithAPassphraseAreOpenedAsSshKeygenAndOpensslMakeThem() throws IOException {
    readable(openSsh("default"));
    readable(openSsh("hardened", "-a", "100"));
    readable(openssl("pbkdf2", "-iter", "600000"));
    readable(openssl("scrypt", "-scrypt"));
  }

  @Fault(value = "OpenSSH key of 400 rounds", holds = "I6")
  @Test
  void anOpensshKeyOfManyRoundsIsRefusedUnopened() throws IOException {
    refused(withRounds(openSsh("rounds"), 400));
  }

  @Fault(value = "PKCS#8 keys of more work than is done", holds = "I6")
  @Test
  void pkcs8KeysOfMoreWorkAreRefusedUnopened() throws IOException {
    refused(openssl("pbkdf2", "-iter", "1000001"));
    refused(openssl("passes", "-scrypt", "-scrypt_p", "5"));
  }

  @Fault(value = "text of a megabyte in place of a key", holds = "I6")
  @Test
  void aTextLongerThanAnyKeyIsRefusedUnread() {
    assertThat(PrivateKeys.parse("x".repeat(1 << 20), null, "shop"))
        .isEqualTo(new PrivateKeys.Parsed.Unusable(PrivateKeys.Fault.TOO_LONG));
  }

  private static void readable(String key) {
    assertThat(KeyWork.of(key)).isEqualTo(KeyWork.BOUNDED);
    assertThat(PrivateKeys.parse(key, "correct horse", "shop"))
        .isInstanceOf(PrivateKeys.Parsed.Key.class);
  }

  private static void refused(String key) {
    assertThat(KeyWork.of(key)).isEqualTo(KeyWork.TOO_MUCH);
    assertThat(PrivateKeys.parse(key, "correct horse", "shop"))
        .isEqualTo(new PrivateKeys.Parsed.Unusable(PrivateKeys.Fault.TOO_MUCH_WORK));
  }

  private String openSsh(String name, String... options) throws IOException {
    String[] command = {"ssh-keygen", "-q", "-t", "ed25519", "-N", "correct horse", "-f", name};
    Command.in(folder).run(concat(command, options));
    return Files.readString(folder.resolve(name));
  }

  /** As {@code ssh-keygen -a} makes it, which takes seconds; nobody can open it (PROTOCOL.key). */
  private static String withRounds(String key, int rounds) {
    String boundary = "-----(BEGIN|END) OPENSSH PRIVATE KEY-----";
    byte[] bytes = Base64.getMimeDecoder().decode(key.replaceAll(boundary, ""));
    ByteBuffer header = ByteBuffer.wrap(bytes).position("openssh-key-v1\0".length());
    skip(header, "cipher");
    skip(header, "kdf");
    assertThat(header.getInt()).as("length of salt and rounds").isEqualTo(4 + 16 + 4);
    skip(header, "salt");
    header.putInt(rounds);
    return "-----BEGIN OPENSSH PRIVATE KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(bytes)
        + "\n-----END OPENSSH PRIVATE KEY-----\n";
  }

  private static void skip(ByteBuffer buffer, String what) {
    int length = buffer.getInt();
    assertThat(length).as("length of %s", what).isPositive();
    buffer.position(buffer.position() + length);
  }

  private String openssl(String name, String... options) throws IOException {
    SshKeyFile plain =
        SshKeyFile.generate(
            folder,
            "plain-" + name + options.length + options[options.length - 1],
            SshKeyFile.Kind.RSA,
            SshKeyFile.Form.PKCS8,
            "");
    String[] command = {
      "openssl",
      "pkcs8",
      "-topk8",
      "-in",
      plain.file().toString(),
      "-out",
      name,
      "-passout",
      "pass:correct horse"
    };
    Command.in(folder).run(concat(command, options));
    return Files.readString(folder.resolve(name));
  }

  private static String[] concat(String[] first, String... second) {
    String[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }
}
