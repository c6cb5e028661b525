package dev.gitopsbinding.git.transport.ssh;

import dev.gitopsbinding.git.credential.hostkey.KnownHosts;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryUrl;
import java.net.InetSocketAddress;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.sshd.ServerKeyDatabase;
import org.jspecify.annotations.Nullable;

/**
 * Accepts only the host keys in known_hosts, by the host name in the URL and not by the address of
 * the connection. Never asks a user, and never stores a new key.
 */
final class HostKeyCheck implements ServerKeyDatabase {
  private final RepositoryUrl url;
  private final KnownHosts known;
  private volatile @Nullable Failure refusal;

  HostKeyCheck(RepositoryUrl url, KnownHosts known) {
    this.url = url;
    this.known = known;
  }

  /** Why the host was refused; empty if it was not. */
  Optional<Failure> refusal() {
    return Optional.ofNullable(refusal);
  }

  @Override
  public List<PublicKey> lookup(
      String connectAddress, InetSocketAddress remoteAddress, Configuration config) {
    return known.keysOf(url.host(), url.port());
  }

  @Override
  public boolean accept(
      String connectAddress,
      InetSocketAddress remoteAddress,
      PublicKey serverKey,
      Configuration config,
      CredentialsProvider provider) {
    Failure failure =
        switch (known.judge(url.host(), url.port(), serverKey)) {
          case KNOWN -> null;
          case UNKNOWN -> unknown(serverKey);
          case CHANGED -> changed(serverKey);
          case REVOKED -> revoked(serverKey);
        };
    refusal = failure;
    return failure == null;
  }

  private Failure unknown(PublicKey key) {
    return new Failure.Remote(
        Reason.HOST_KEY_UNKNOWN,
        "Host %s showed the key %s, which is not in known_hosts. Compare it with what the host's owner publishes; if it is right, add this line to the key 'known_hosts' of the Secret: `%s %s`."
            .formatted(url.hostAndPort(), shown(key), entryName(), PublicKeyEntry.toString(key)));
  }

  private Failure changed(PublicKey key) {
    return new Failure.Remote(
        Reason.HOST_KEY_CHANGED,
        "Host %s showed the key %s, and known_hosts holds another one of this type. This can be an attack: ask the host's owner before you replace the line in the key 'known_hosts' of the Secret."
            .formatted(url.hostAndPort(), shown(key)));
  }

  private Failure revoked(PublicKey key) {
    return new Failure.Remote(
        Reason.HOST_KEY_CHANGED,
        "Host %s showed the key %s, which known_hosts marks as revoked. Ask the host's owner for the new key"
            .formatted(url.hostAndPort(), shown(key)));
  }

  private String entryName() {
    return url.port() == url.scheme().defaultPort()
        ? url.host()
        : "[" + url.host() + "]:" + url.port();
  }

  private static String shown(PublicKey key) {
    return KeyUtils.getKeyType(key) + " " + KeyUtils.getFingerPrint(BuiltinDigests.sha256, key);
  }
}
