package dev.gitopsbinding.testing.git;

import dev.gitopsbinding.testing.TemporaryFolder;
import dev.gitopsbinding.testing.program.Command;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A folder of gpg(1) with keys of its own. */
public final class GpgHome implements AutoCloseable {
  private final TemporaryFolder folder = TemporaryFolder.create("gpg");

  /** Makes a key; an empty passphrase leaves it in the clear. Answers its fingerprint. */
  public String generate(String user, String algorithm, String usage, String passphrase) {
    return generate(user, algorithm, usage, passphrase, "0");
  }

  /**
   * Makes a key.
   *
   * @param expiry as gpg reads it: 0 for never, {@code seconds=1}, or a date
   * @param more further options
   */
  public String generate(
      String user,
      String algorithm,
      String usage,
      String passphrase,
      String expiry,
      String... more) {
    List<String> options = new ArrayList<>(List.of(more));
    options.addAll(
        List.of("--passphrase", passphrase, "--quick-gen-key", user, algorithm, usage, expiry));
    gpg(options);
    return fingerprints(user).getFirst();
  }

  /** Adds a subkey that signs. */
  public void addSigningSubkey(String key, String algorithm, String passphrase, String expiry) {
    gpg(List.of("--passphrase", passphrase, "--quick-add-key", key, algorithm, "sign", expiry));
  }

  /** Adds another user id. */
  public void addUser(String key, String user) {
    gpg(List.of("--passphrase", "", "--quick-add-uid", key, user));
  }

  /** The private key with all subkeys, armored. */
  public String privateKey(String key, String passphrase) {
    return gpg(List.of("--passphrase", passphrase, "--armor", "--export-secret-keys", key));
  }

  /** The subkeys only: the primary key is there without its secret. */
  public String privateSubkeys(String key, String passphrase) {
    return gpg(List.of("--passphrase", passphrase, "--armor", "--export-secret-subkeys", key));
  }

  /** The public key, armored. */
  public String publicKey(String key) {
    return gpg(List.of("--armor", "--export", key));
  }

  /** Revokes a key, by the certificate that gpg made together with it. */
  public void revoke(String key) {
    String certificate =
        Command.in(folder.path())
            .run("sh", "-c", "sed 's/^:---/---/' openpgp-revocs.d/" + key + ".rev");
    command().feed(certificate.getBytes(StandardCharsets.UTF_8), args(List.of("--import")));
  }

  /** The fingerprints of the keys of a user, primary keys and subkeys in the order of gpg. */
  public List<String> fingerprints(String user) {
    return gpg(List.of("--with-colons", "--list-keys", "=" + user))
        .lines()
        .filter(line -> line.startsWith("fpr:"))
        .map(line -> line.split(":", -1)[9])
        .toList();
  }

  /** The environment by which git finds the keys. */
  public Map<String, String> environment() {
    return Map.of("GNUPGHOME", folder.path().toString());
  }

  /** Runs gpg; answers what it printed. */
  public String gpg(List<String> options) {
    return command().run(args(options));
  }

  private static String[] args(List<String> options) {
    return Stream.concat(
            Stream.of("gpg", "--batch", "--quiet", "--yes", "--pinentry-mode", "loopback"),
            options.stream())
        .toArray(String[]::new);
  }

  private Command command() {
    return Command.in(folder.path()).with(environment());
  }

  @Override
  public void close() {
    command().run("gpgconf", "--kill", "all");
    folder.close();
  }
}
