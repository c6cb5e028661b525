package dev.gitopsbinding.scenario.credential;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gitopsbinding.training.TestCertificates;
import java.util.Base64;
import java.util.Map;

/** What Secrets hold, by key, and what is sent of it. */
final class SecretValues {
  private SecretValues() {}

  /** A key with its passphrase. */
  static Map<String, String> ssh(String key, String passphrase, String knownHosts) {
    return Map.of("ssh-privatekey", key, "password", passphrase, "known_hosts", knownHosts);
  }

  /** A login at a host whose certificate comes from this authority. */
  static Map<String, String> login(
      String username, String password, TestCertificates certificates) {
    return Map.of(
        "username", username, "password", password, "ca.crt", certificates.authorityPem());
  }

  /** What a header sends of a login. */
  static String basic(String username, String password) {
    return Base64.getEncoder().encodeToString((username + ":" + password).getBytes(UTF_8));
  }
}
