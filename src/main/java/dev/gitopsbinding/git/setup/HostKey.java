package dev.gitopsbinding.git.setup;

import dev.gitopsbinding.model.RepositoryUrl;
import java.security.PublicKey;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.digest.BuiltinDigests;

/**
 * The key that a host showed.
 *
 * @param type such as {@code ssh-ed25519}
 * @param fingerprint {@code SHA256:…}, as ssh-keygen(1) prints it
 * @param line for {@code known_hosts}
 */
public record HostKey(String type, String fingerprint, String line) {
  static HostKey of(RepositoryUrl url, PublicKey key) {
    String host = url.host();
    String name = url.port() == url.scheme().defaultPort() ? host : "[" + host + "]:" + url.port();
    return new HostKey(
        KeyUtils.getKeyType(key),
        KeyUtils.getFingerPrint(BuiltinDigests.sha256, key),
        name + " " + PublicKeyEntry.toString(key));
  }
}
