package dev.gitopsbinding.forge.client;

import dev.gitopsbinding.forge.ForgeRequest;
import dev.gitopsbinding.net.http.HttpAnswer;
import java.net.URI;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what was read from answers with entity tags (RFC 9110, section 8.8.3), so that what has
 * not changed is not sent again; at GitHub such a request does not count. Bounded by the length of
 * all texts; the least recently used are dropped first. Thread-safe.
 */
public final class TaggedCache<V> {
  /** The length of what holds the texts of one entry, in characters. */
  public static final int ENTRY = 200;

  /** Longer entity tags are not remembered. */
  private static final int MAX_TAG = 200;

  private final long capacity;
  private final ToLongFunction<V> size;
  private final Map<Key, Tagged<V>> entries = new LinkedHashMap<>(16, 0.75f, true);
  private long held;

  /**
   * @param capacity how many characters are held
   * @param size the length of the texts of a value
   */
  public TaggedCache(long capacity, ToLongFunction<V> size) {
    this.capacity = capacity;
    this.size = size;
  }

  /**
   * What was asked for.
   *
   * @param access identifies the login; no secret
   */
  record Key(URI uri, String access) {}

  /** A value, and its entity tag. */
  record Tagged<V>(String tag, V value) {}

  /** Reads a value from an answer. */
  @FunctionalInterface
  public interface AnswerReader<V> {
    /**
     * The value.
     *
     * @throws ForgeException if the answer does not hold it
     */
    V read(HttpAnswer answer) throws ForgeException;
  }

  /** Makes the value that counts of one that has not changed. */
  @FunctionalInterface
  public interface UnchangedReader<V> {
    /** The value; {@code answer} has no body. */
    V read(V known, HttpAnswer answer);
  }

  /**
   * The value that a request is answered by, which is not sent if it has not changed.
   *
   * @param reader reads any other answer than that nothing has changed; its value is remembered
   * @throws ForgeException as {@code reader}, or if there is no answer
   */
  public V get(
      ForgeSender sender,
      ForgeRequest request,
      AnswerReader<V> reader,
      UnchangedReader<V> unchanged)
      throws ForgeException {
    Key key = new Key(request.uri(), sender.call().access().digest());
    Optional<Tagged<V>> known = find(key);
    HttpAnswer answer = sender.send(request, known.map(Tagged::tag).orElse(null));
    if (answer.status() == HttpAnswer.NOT_MODIFIED && known.isPresent()) {
      return unchanged.read(known.get().value(), answer);
    }
    V value = reader.read(answer);
    put(key, answer.header("etag").orElse(null), value);
    return value;
  }

  synchronized Optional<Tagged<V>> find(Key key) {
    return Optional.ofNullable(entries.get(key));
  }

  /**
   * Remembers a value.
   *
   * @param tag null if the host sent none; then an older one is forgotten
   */
  synchronized void put(Key key, @Nullable String tag, V value) {
    Tagged<V> old = entries.remove(key);
    held -= old == null ? 0 : length(old);
    if (tag == null || tag.length() > MAX_TAG) {
      return;
    }
    Tagged<V> fresh = new Tagged<>(tag, value);
    entries.put(key, fresh);
    held += length(fresh);
    Iterator<Tagged<V>> eldest = entries.values().iterator();
    while (held > capacity && eldest.hasNext()) {
      held -= length(eldest.next());
      eldest.remove();
    }
  }

  private long length(Tagged<V> tagged) {
    return ENTRY + tagged.tag().length() + size.applyAsLong(tagged.value());
  }
}
