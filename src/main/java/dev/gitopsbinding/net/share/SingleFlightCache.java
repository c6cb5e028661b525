package dev.gitopsbinding.net.share;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
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
 * and its answer is kept for those whom it suits. A question of another tenant is joined for a
 * short while only: it may wait for a turn that this tenant uses up itself. Thread-safe; callers
 * block.
 */
public final class SingleFlightCache<K, A> {
  private record Dated<A>(A answer, Instant askedAt) {}

  /**
   * @param joinable until when other tenants wait for it
   */
  private record Call<A>(
      String tenant, Instant start, TimeLimit joinable, CompletableFuture<A> completion) {}

  /** Longer than most questions take, and short for a caller that waits for nothing. */
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final Clock clock;
  private final Duration patience;
  private final Predicate<A> isKept;
  private final Predicate<A> isLate;

  /** At most one of each tenant for each key. */
  private final Map<K, List<Call<A>>> calls = new HashMap<>();

  private final Map<K, Dated<A>> kept;

  /**
   * Without any answer yet.
   *
   * @param capacity how many answers are kept; those that were not wanted for longest go first
   * @param isKept whether an answer is kept for those who ask later
   * @param isLate whether the time of the one who asked was up, so that another tries for longer
   */
  public SingleFlightCache(Clock clock, int capacity, Predicate<A> isKept, Predicate<A> isLate) {
    this(clock, capacity, isKept, isLate, PATIENCE);
  }

  /**
   * @param patience how long a question of another tenant is joined
   */
  SingleFlightCache(
      Clock clock, int capacity, Predicate<A> isKept, Predicate<A> isLate, Duration patience) {
    this.clock = clock;
    this.patience = patience;
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
   * @param tenant on whose behalf; answers are shared with all
   * @param suits judges an answer and when it was asked for
   * @param timeout how long to wait at most
   * @return empty when the time is up, or the thread was interrupted
   */
  public Optional<A> get(
      String tenant, K key, BiPredicate<A, Instant> suits, Duration timeout, Question<A> question) {
    TimeLimit end = TimeLimit.in(timeout);
    while (true) {
      Call<A> mine =
          new Call<>(tenant, clock.instant(), TimeLimit.in(patience), new CompletableFuture<>());
      Call<A> call;
      synchronized (this) {
        Optional<A> known = known(key, suits);
        if (known.isPresent()) {
          return known;
        }
        call = join(key, mine);
      }
      if (call.equals(mine)) {
        return Optional.of(run(key, mine, question, end));
      }
      Optional<A> shared = await(call, tenant, end);
      if (shared.isPresent()
          && !isLate.test(shared.get())
          && suits.test(shared.get(), call.start())) {
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

  /**
   * A question under way, of the same tenant if there is one, or else the new one. Another tenant's
   * is left alone only if nobody asked lately, so that a slow host is not asked by all tenants.
   */
  private Call<A> join(K key, Call<A> mine) {
    List<Call<A>> underWay = calls.computeIfAbsent(key, _ -> new ArrayList<>());
    Optional<Call<A>> own =
        underWay.stream().filter(call -> call.tenant().equals(mine.tenant())).findFirst();
    if (own.isPresent()) {
      return own.get();
    }
    if (!underWay.isEmpty() && !underWay.getLast().joinable().expired()) {
      return underWay.getLast();
    }
    underWay.add(mine);
    return mine;
  }

  private A run(K key, Call<A> call, Question<A> question, TimeLimit end) {
    try {
      A answer = question.ask(call.start(), end.remaining());
      finish(key, call, Optional.of(answer).filter(isKept));
      call.completion().complete(answer);
      return answer;
    } catch (RuntimeException | Error e) {
      finish(key, call, Optional.empty());
      call.completion().completeExceptionally(e);
      throw e;
    }
  }

  private synchronized void finish(K key, Call<A> call, Optional<A> answer) {
    List<Call<A>> underWay = calls.get(key);
    underWay.remove(call);
    if (underWay.isEmpty()) {
      calls.remove(key);
    }
    // A question that took long may end after one that was put later.
    answer.ifPresent(
        worth ->
            kept.merge(
                key,
                new Dated<>(worth, call.start()),
                (old, late) -> old.askedAt().isAfter(late.askedAt()) ? old : late));
  }

  private static <A> Optional<A> await(Call<A> call, String tenant, TimeLimit end) {
    Duration left = end.remaining();
    Duration joinable = call.joinable().remaining();
    Duration wait = call.tenant().equals(tenant) || left.compareTo(joinable) < 0 ? left : joinable;
    try {
      return Optional.of(call.completion().get(wait.toNanos(), TimeUnit.NANOSECONDS));
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
