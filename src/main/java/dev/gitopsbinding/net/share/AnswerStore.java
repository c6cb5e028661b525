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
  private record Dated<A>(A answer, Instant askedAt, Instant usedAt) {}

  private final Clock clock;
  private final long capacity;
  private final ToLongFunction<A> size;
  private final Map<K, Dated<A>> answers = new LinkedHashMap<>(16, 0.75f, true);
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
  @Nullable A get(K key, BiPredicate<A, Instant> suits) {
    Dated<A> known = answers.get(key);
    if (known == null || !suits.test(known.answer(), known.askedAt())) {
      return null;
    }
    answers.put(key, new Dated<>(known.answer(), known.askedAt(), clock.instant()));
    return known.answer();
  }

  /** Keeps an answer, unless one that was asked for later is there: a slow request may end last. */
  void put(K key, A answer, Instant askedAt) {
    Dated<A> old = answers.get(key);
    if (old != null && old.askedAt().isAfter(askedAt)) {
      return;
    }
    answers.put(key, new Dated<>(answer, askedAt, clock.instant()));
    held += size.applyAsLong(answer) - (old == null ? 0 : size.applyAsLong(old.answer()));
    Iterator<Dated<A>> eldest = answers.values().iterator();
    while (held > capacity && eldest.hasNext()) {
      drop(eldest);
    }
  }

  /** Drops what was not used for this long. */
  void dropUnused(Duration age) {
    Instant oldest = clock.instant().minus(age);
    Iterator<Dated<A>> eldest = answers.values().iterator();
    while (held > 0 && eldest.hasNext()) {
      Dated<A> next = eldest.next();
      if (next.usedAt().isBefore(oldest)) {
        held -= size.applyAsLong(next.answer());
        eldest.remove();
      }
    }
  }

  private void drop(Iterator<Dated<A>> eldest) {
    held -= size.applyAsLong(eldest.next().answer());
    eldest.remove();
  }
}
