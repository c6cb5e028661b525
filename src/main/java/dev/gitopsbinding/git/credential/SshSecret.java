package dev.gitopsbinding.git.credential;

import dev.gitopsbinding.git.credential.SecretReader.Unusable;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import java.util.Optional;

/** Reads a private key and known hosts out of a Secret. */
final class SshSecret {
  static final String[] PRIVATE_KEYS = {"identity", "sshPrivateKey", "ssh-privatekey"};
  private static final String KNOWN_HOSTS = "known_hosts";

  private SshSecret() {}

  static Result<Credential> read(SecretData secret, RepositoryUrl url) {
    SecretReader reader = new SecretReader(secret);
    try {
      Optional<String> passphrase = reader.line("password");
      String key = privateKey(reader, passphrase, secret.namespace());
      return Result.ok(new Credential.SshKey(key, passphrase, knownHosts(reader, url)));
    } catch (Unusable e) {
      return Result.failed(e.failure());
    }
  }

  private static String privateKey(SecretReader reader, Optional<String> passphrase, String tenant)
      throws Unusable {
    Optional<String> key = reader.text(PRIVATE_KEYS);
    if (key.isEmpty()) {
      throw reader.missing("ssh-privatekey", "Add the private key under it");
    }
    Optional<PrivateKeys.Fault> fault = PrivateKeys.parse(key.get(), passphrase, tenant).fault();
    if (fault.isPresent()) {
      throw reader.invalid(reader.firstOf(PRIVATE_KEYS).orElseThrow(), fault.get().text());
    }
    return key.get();
  }

  private static String knownHosts(SecretReader reader, RepositoryUrl url) throws Unusable {
    Optional<String> lines = reader.text(KNOWN_HOSTS);
    if (lines.isEmpty()) {
      throw reader.missing(
          KNOWN_HOSTS,
          "Add the output of `%s` there, after comparing it with what the host's owner publishes"
              .formatted(keyscan(url)));
    }
    try {
      KnownHosts.parse(lines.get());
      return lines.get();
    } catch (IllegalArgumentException e) {
      throw reader.invalid(
          KNOWN_HOSTS, e.getMessage() + "; each line must be as ssh-keyscan writes it");
    }
  }

  /** The command that shows a host's keys. */
  static String keyscan(RepositoryUrl url) {
    String port = url.port() == url.scheme().defaultPort() ? "" : "-p " + url.port() + " ";
    return "ssh-keyscan " + port + url.host();
  }
}
