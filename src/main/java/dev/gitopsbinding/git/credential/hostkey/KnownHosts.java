package dev.gitopsbinding.git.credential.hostkey;

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
import org.jspecify.annotations.Nullable;

/**
 * The host keys that a user trusts, in the format of sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT": plain,
 * hashed and {@code [host]:port} entries, patterns, negations and {@code @revoked}. Lines with
 * {@code @cert-authority} are read and have no effect: host certificates are not supported.
 */
public record KnownHosts(List<Line> lines) {
  private static final String REVOKED = "revoked";

  /**
   * One line that names a key.
   *
   * @param hash the hashed host; null if the line has patterns
   * @param marker such as {@code revoked}; null if the line has none
   */
  record Line(
      @Nullable KnownHostHashValue hash,
      HostPatterns patterns,
      PublicKey key,
      @Nullable String marker) {

    boolean match(String host, int port) {
      return hash == null ? patterns.match(host, port) : hash.isHostMatch(host, port);
    }
  }

  /** Whether a key that a host sent is trusted. */
  public enum Verdict {
    /** A line holds this key. */
    KNOWN,
    /** No line holds a key of this type for the host. */
    UNKNOWN,
    /** A line holds another key of this type for the host. */
    CHANGED,
    /** A line revokes this key. */
    REVOKED
  }

  /**
   * Reads the lines.
   *
   * @throws IllegalArgumentException if a line is malformed; the message names its number, and not
   *     its content
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

  /** The lines that name one host. */
  public KnownHosts about(String host, int port) {
    return new KnownHosts(lines.stream().filter(line -> line.match(host, port)).toList());
  }

  /** The trusted keys of the host, in the order of the lines. */
  public List<PublicKey> keysOf(String host, int port) {
    return lines.stream()
        .filter(line -> line.marker() == null && line.match(host, port))
        .map(Line::key)
        .filter(key -> !isRevoked(host, port, key))
        .toList();
  }

  /** Judges a key that the host sent. */
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
        .filter(line -> REVOKED.equals(line.marker()))
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
      KnownHostHashValue hash = entry.getHashedEntry();
      if (hash != null) {
        // An unusable salt fails here, and not in the middle of a handshake.
        hash.isHostMatch("localhost", 0);
      }
      String marker = entry.getMarker();
      String[] words = entry.getConfigLine().split(" +", -1);
      HostPatterns patterns = HostPatterns.of(words[marker == null ? 0 : 1]);
      // The host cannot use a key of a type that the library does not know.
      return Optional.ofNullable(key).map(known -> new Line(hash, patterns, known, marker));
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw new IllegalArgumentException("line " + number + " is malformed", e);
    }
  }
}
