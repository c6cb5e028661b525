package dev.gitopsbinding.net;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * Answers of hosts, shared by all who ask the same: for a key one question at a time is under way,
 * and its answer is kept for those whom it suits. Thread-safe; callers block.
 */
public final class SharedAnswers<K, A> {
  private record Dated<A>(A answer, Instant askedAt) {}

  private record Flight<A>(Instant start, CompletableFuture<A> landing) {}

  private final Clock clock;
  private final Predicate<A> isKept;
  private final Predicate<A> isLate;
  private final Map<K, Flight<A>> flights = new HashMap<>();
  private final Map<K, Dated<A>> kept;

  /**
   * Without any answer yet.
   *
   * @param capacity how many answers are kept; those that were not wanted for longest go first
   * @param isKept whether an answer is kept for those who ask later
   * @param isLate whether the time of the one who asked was up, so that another tries for longer
   */
  public SharedAnswers(Clock clock, int capacity, Predicate<A> isKept, Predicate<A> isLate) {
    this.clock = clock;
    this.isKept = isKept;
    this.isLate = isLate;
    this.kept =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<K, Dated<A>> eldest) {
            return size() > capacity;
          }
        };
  }

  /** Asks a host. */
  @FunctionalInterface
  public interface Question<A> {
    /**
     * Asks, and never fails.
     *
     * @param start when the question was put
     */
    A ask(Instant start, Duration timeout);
  }

  /**
   * An answer that suits, from memory, from another who asks the same, or from the host.
   *
   * @param suits judges an answer and when it was asked for
   * @param timeout how long to wait at most
   * @return empty when the time is up, or the thread was interrupted
   */
  public Optional<A> get(
      K key, BiPredicate<A, Instant> suits, Duration timeout, Question<A> question) {
    TimeLimit end = TimeLimit.in(timeout);
    while (true) {
      Flight<A> mine = new Flight<>(clock.instant(), new CompletableFuture<>());
      Flight<A> flight;
      synchronized (this) {
        Optional<A> known = known(key, suits);
        if (known.isPresent()) {
          return known;
        }
        flight = flights.getOrDefault(key, mine);
        flights.put(key, flight);
      }
      if (flight.equals(mine)) {
        return Optional.of(fly(key, mine, question, end));
      }
      Optional<A> shared = await(flight, end);
      if (shared.isPresent()
          && !isLate.test(shared.get())
          && suits.test(shared.get(), flight.start())) {
        return shared;
      }
      if (end.expired() || Thread.currentThread().isInterrupted()) {
        return Optional.empty();
      }
    }
  }

  private Optional<A> known(K key, BiPredicate<A, Instant> suits) {
    return Optional.ofNullable(kept.get(key))
        .filter(known -> suits.test(known.answer(), known.askedAt()))
        .map(Dated::answer);
  }

  private A fly(K key, Flight<A> flight, Question<A> question, TimeLimit end) {
    try {
      A answer = question.ask(flight.start(), end.remaining());
      land(key, flight, Optional.of(answer).filter(isKept));
      flight.landing().complete(answer);
      return answer;
    } catch (RuntimeException | Error e) {
      land(key, flight, Optional.empty());
      flight.landing().completeExceptionally(e);
      throw e;
    }
  }

  private synchronized void land(K key, Flight<A> flight, Optional<A> answer) {
    flights.remove(key);
    answer.ifPresent(worth -> kept.put(key, new Dated<>(worth, flight.start())));
  }

  private static <A> Optional<A> await(Flight<A> flight, TimeLimit end) {
    try {
      return Optional.of(flight.landing().get(end.remaining().toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException("another's question failed", e);
    }
  }
}
