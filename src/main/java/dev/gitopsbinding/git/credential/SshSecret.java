package dev.gitopsbinding.git.credential;

import dev.gitopsbinding.git.credential.SecretReader.Unusable;
import dev.gitopsbinding.git.credential.hostkey.KnownHosts;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import org.jspecify.annotations.Nullable;

/** Reads a private key and known hosts from a Secret. */
final class SshSecret {
  static final String[] PRIVATE_KEYS = {"identity", "sshPrivateKey", "ssh-privatekey"};
  static final String NO_PRIVATE_KEY =
      "%s has none of the keys 'ssh-privatekey', 'sshPrivateKey' and 'identity'. Add the private"
          + " key under one of them";
  private static final String KNOWN_HOSTS = "known_hosts";

  private SshSecret() {}

  static Result<Credential> read(SecretData secret, RepositoryUrl url) {
    SecretReader reader = new SecretReader(secret);
    try {
      String passphrase = reader.line("password").orElse(null);
      String key = privateKey(reader, passphrase, secret.namespace());
      return Result.ok(new Credential.SshKey(key, passphrase, knownHosts(reader, url)));
    } catch (Unusable e) {
      return Result.failed(e.failure());
    }
  }

  private static String privateKey(SecretReader reader, @Nullable String passphrase, String tenant)
      throws Unusable {
    String key = reader.text(PRIVATE_KEYS).orElseThrow(() -> reader.missing(NO_PRIVATE_KEY));
    if (PrivateKeys.parse(key, passphrase, tenant)
        instanceof PrivateKeys.Parsed.Unusable(PrivateKeys.Fault fault)) {
      throw reader.invalid(reader.firstOf(PRIVATE_KEYS).orElseThrow(), fault.text("password"));
    }
    return key;
  }

  private static String knownHosts(SecretReader reader, RepositoryUrl url) throws Unusable {
    String lines =
        reader
            .text(KNOWN_HOSTS)
            .orElseThrow(
                () ->
                    reader.missing(
                        KNOWN_HOSTS,
                        "Add the output of `%s` there, after comparing it with what the host's owner publishes"
                            .formatted(keyscan(url))));
    try {
      KnownHosts.parse(lines);
      return lines;
    } catch (IllegalArgumentException e) {
      throw reader.invalid(
          KNOWN_HOSTS, e.getMessage() + "; each line must be as ssh-keyscan writes it");
    }
  }

  /** The command that prints the keys of a host. */
  static String keyscan(RepositoryUrl url) {
    String port = url.port() == url.scheme().defaultPort() ? "" : "-p " + url.port() + " ";
    return "ssh-keyscan " + port + url.host();
  }
}
