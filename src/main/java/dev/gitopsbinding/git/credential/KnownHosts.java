package dev.gitopsbinding.git.credential;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.client.config.hosts.KnownHostEntry;
import org.apache.sshd.client.config.hosts.KnownHostHashValue;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;

/**
 * The host keys a user trusts, in the form of sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT": plain, hashed
 * and {@code [host]:port} entries, patterns, negations and {@code @revoked}. Lines with
 * {@code @cert-authority} are read and have no effect: host certificates are not supported.
 */
public record KnownHosts(List<Line> lines) {
  private static final String REVOKED = "revoked";

  /**
   * One line that names a key.
   *
   * @param hash the host, if it is hashed; the line has no patterns then
   */
  record Line(
      Optional<KnownHostHashValue> hash,
      HostPatterns patterns,
      PublicKey key,
      Optional<String> marker) {

    boolean match(String host, int port) {
      return hash.map(hashed -> hashed.isHostMatch(host, port))
          .orElseGet(() -> patterns.match(host, port));
    }
  }

  /** What is known about a key that a host showed. */
  public enum Verdict {
    KNOWN,
    UNKNOWN,
    CHANGED,
    REVOKED
  }

  /**
   * Reads the lines.
   *
   * @throws IllegalArgumentException if one is malformed; the message names its number, and not its
   *     content
   */
  public static KnownHosts parse(String text) {
    List<Line> lines = new ArrayList<>();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      line(number, line.strip()).ifPresent(lines::add);
    }
    return new KnownHosts(lines);
  }

  /** The lines that name one host; a login holds no others. */
  public KnownHosts about(String host, int port) {
    return new KnownHosts(lines.stream().filter(line -> line.match(host, port)).toList());
  }

  /** The keys that the host may show, in the order of the lines. */
  public List<PublicKey> keysOf(String host, int port) {
    return lines.stream()
        .filter(line -> line.marker().isEmpty() && line.match(host, port))
        .map(Line::key)
        .filter(key -> !isRevoked(host, port, key))
        .toList();
  }

  /** What is known about a key that the host showed. */
  public Verdict judge(String host, int port, PublicKey key) {
    if (isRevoked(host, port, key)) {
      return Verdict.REVOKED;
    }
    List<PublicKey> known = keysOf(host, port);
    if (known.stream().anyMatch(other -> KeyUtils.compareKeys(other, key))) {
      return Verdict.KNOWN;
    }
    String type = KeyUtils.getKeyType(key);
    boolean sameType = known.stream().anyMatch(other -> KeyUtils.getKeyType(other).equals(type));
    return sameType ? Verdict.CHANGED : Verdict.UNKNOWN;
  }

  private boolean isRevoked(String host, int port, PublicKey key) {
    return lines.stream()
        .filter(line -> line.marker().filter(REVOKED::equals).isPresent())
        .filter(line -> KeyUtils.compareKeys(line.key(), key))
        .anyMatch(line -> line.match(host, port));
  }

  private static Optional<Line> line(int number, String line) {
    try {
      KnownHostEntry entry = KnownHostEntry.parseKnownHostEntry(line);
      if (entry == null) {
        return Optional.empty();
      }
      PublicKey key = entry.getKeyEntry().resolvePublicKey(null, PublicKeyEntryResolver.IGNORING);
      Optional<KnownHostHashValue> hash = Optional.ofNullable(entry.getHashedEntry());
      // Fails now, and not in the middle of a handshake, where the salt cannot be used.
      hash.ifPresent(hashed -> hashed.isHostMatch("localhost", 0));
      Optional<String> marker = Optional.ofNullable(entry.getMarker());
      String[] words = entry.getConfigLine().split(" +", -1);
      HostPatterns patterns = HostPatterns.of(words[marker.isPresent() ? 1 : 0]);
      // A key of a type that is not known here cannot be the one that is used.
      return Optional.ofNullable(key).map(known -> new Line(hash, patterns, known, marker));
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw new IllegalArgumentException("line " + number + " is malformed", e);
    }
  }
}
