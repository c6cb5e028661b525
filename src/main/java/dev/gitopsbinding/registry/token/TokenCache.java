package dev.gitopsbinding.registry.token;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Keeps bearer tokens until shortly before they expire. Thread-safe. */
public final class TokenCache {
  private static final Duration EXPIRY_MARGIN = Duration.ofSeconds(10);
  private static final Duration MAX_TTL = Duration.ofHours(1);

  /**
   * What a token is for.
   *
   * @param host with its port
   * @param login identifies the login; no secret
   */
  public record Key(String host, String repository, String login) {}

  private record Kept(String token, Instant end) {
    @Override
    public String toString() {
      return "token until " + end;
    }
  }

  private final Clock clock;
  private final Map<Key, Kept> kept;

  /**
   * Creates an empty cache.
   *
   * @param clock monotonic
   * @param capacity how many tokens are kept; the least recently used are dropped first
   */
  public TokenCache(Clock clock, int capacity) {
    this.clock = clock;
    this.kept =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<Key, Kept> eldest) {
            return size() > capacity;
          }
        };
  }

  /** The token for a key, if there is one that is not about to expire. */
  public synchronized Optional<String> get(Key key) {
    Instant now = clock.instant();
    return Optional.ofNullable(kept.get(key))
        .filter(token -> now.isBefore(token.end()))
        .map(Kept::token);
  }

  /**
   * Keeps a token, at most one hour.
   *
   * @param from when it was requested
   * @param lifetime counted from then
   */
  public synchronized void put(Key key, String token, Instant from, Duration lifetime) {
    Duration bounded = lifetime.compareTo(MAX_TTL) > 0 ? MAX_TTL : lifetime;
    Duration half = bounded.dividedBy(2);
    kept.put(
        key,
        new Kept(
            token,
            from.plus(bounded).minus(half.compareTo(EXPIRY_MARGIN) < 0 ? half : EXPIRY_MARGIN)));
  }

  /** Removes a token that the registry did not accept. */
  public synchronized void forget(Key key) {
    kept.remove(key);
  }

  /** Removes expired tokens. */
  public synchronized void tidy() {
    Instant now = clock.instant();
    kept.values().removeIf(token -> !now.isBefore(token.end()));
  }
}
