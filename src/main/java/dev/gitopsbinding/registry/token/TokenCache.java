package dev.gitopsbinding.registry.token;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Bearer tokens, until shortly before they end. Thread-safe. */
public final class TokenCache {
  private static final Duration EXPIRY_MARGIN = Duration.ofSeconds(10);
  private static final Duration MAX_TTL = Duration.ofHours(1);

  /** Whose token it is, and for what. */
  public record Key(String host, String repository, String login) {}

  private record Kept(String token, Instant end) {
    @Override
    public String toString() {
      return "token until " + end;
    }
  }

  private final Clock clock;
  private final Map<Key, Kept> kept;

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

  public synchronized Optional<String> get(Key key) {
    Instant now = clock.instant();
    return Optional.ofNullable(kept.get(key))
        .filter(token -> now.isBefore(token.end()))
        .map(Kept::token);
  }

  /** Keeps a token that was asked for at {@code from}. */
  public synchronized void put(Key key, String token, Instant from, Duration lifetime) {
    Duration bounded = lifetime.compareTo(MAX_TTL) > 0 ? MAX_TTL : lifetime;
    Duration half = bounded.dividedBy(2);
    kept.put(
        key,
        new Kept(
            token,
            from.plus(bounded).minus(half.compareTo(EXPIRY_MARGIN) < 0 ? half : EXPIRY_MARGIN)));
  }

  public synchronized void forget(Key key) {
    kept.remove(key);
  }

  /** Forgets those that are over. */
  public synchronized void tidy() {
    Instant now = clock.instant();
    kept.values().removeIf(token -> !now.isBefore(token.end()));
  }
}
