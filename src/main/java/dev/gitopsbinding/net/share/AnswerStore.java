package dev.gitopsbinding.net.share;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the newest answer for each key, bounded by the size of all answers; the least recently
 * used are dropped first. Not thread-safe.
 */
final class AnswerStore<K, A> {
  private record Entry<A>(DatedAnswer<A> dated, Instant usedAt) {
    A answer() {
      return dated.answer();
    }
  }

  private final Clock clock;
  private final long capacity;
  private final ToLongFunction<A> size;
  private final Map<K, Entry<A>> answers = new LinkedHashMap<>(16, 0.75f, true);
  private long held;

  /**
   * @param clock monotonic
   * @param capacity the size of all answers together
   */
  AnswerStore(Clock clock, long capacity, ToLongFunction<A> size) {
    this.clock = clock;
    this.capacity = capacity;
    this.size = size;
  }

  /**
   * The answer if it suits; that it was looked up counts as a use.
   *
   * @return null if there is none
   */
  @Nullable DatedAnswer<A> get(K key, BiPredicate<A, Instant> suits) {
    Entry<A> known = answers.get(key);
    if (known == null || !suits.test(known.answer(), known.dated().askedAt())) {
      return null;
    }
    answers.put(key, new Entry<>(known.dated(), clock.instant()));
    return known.dated();
  }

  /** Keeps an answer, unless one that was asked for later is there: a slow request may end last. */
  void put(K key, DatedAnswer<A> dated) {
    Entry<A> old = answers.get(key);
    if (old != null && old.dated().askedAt().isAfter(dated.askedAt())) {
      return;
    }
    answers.put(key, new Entry<>(dated, clock.instant()));
    held += size.applyAsLong(dated.answer()) - (old == null ? 0 : size.applyAsLong(old.answer()));
    Iterator<Entry<A>> eldest = answers.values().iterator();
    while (held > capacity && eldest.hasNext()) {
      drop(eldest);
    }
  }

  /** Drops what was not used for this long. */
  void dropUnused(Duration age) {
    Instant oldest = clock.instant().minus(age);
    Iterator<Entry<A>> eldest = answers.values().iterator();
    while (held > 0 && eldest.hasNext()) {
      Entry<A> next = eldest.next();
      if (next.usedAt().isBefore(oldest)) {
        held -= size.applyAsLong(next.answer());
        eldest.remove();
      }
    }
  }

  private void drop(Iterator<Entry<A>> eldest) {
    held -= size.applyAsLong(eldest.next().answer());
    eldest.remove();
  }
}
