package dev.gitopsbinding.net.share;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Shares the answers of hosts between callers: for each key, one request at a time is running, and
 * its answer is kept for later callers who accept it. A caller waits for another tenant's request
 * for a short time only, because that request may wait for a permit which that tenant has used up.
 * Thread-safe; callers block.
 */
public final class SingleFlightCache<K, A> {
  /**
   * A request that is running.
   *
   * @param joinable until when callers of other tenants wait for its answer
   */
  private record Call<A>(
      String tenant, Instant start, TimeLimit joinable, CompletableFuture<A> completion) {}

  /** Longer than most requests take, and short for a caller who waits in vain. */
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final Clock clock;
  private final Duration patience;
  private final Predicate<A> isKept;
  private final Predicate<A> isLate;

  /** The running requests: for each key at most one of each tenant. */
  private final Map<K, List<Call<A>>> calls = new HashMap<>();

  private final AnswerStore<K, A> kept;

  /**
   * Creates an empty cache.
   *
   * @param clock dates requests; monotonic
   * @param capacity how many answers are kept; the least recently used are dropped first
   * @param isKept whether an answer is kept for later callers
   * @param isLate true if the answer only says that the caller's time was up; other waiters then
   *     ask again with their own limit
   */
  public SingleFlightCache(Clock clock, int capacity, Predicate<A> isKept, Predicate<A> isLate) {
    this(clock, capacity, isKept, isLate, PATIENCE);
  }

  /**
   * Creates an empty cache for answers of very different sizes.
   *
   * @param capacity the size of all kept answers together; the least recently used are dropped
   *     first
   * @param size the size of an answer; at least 1
   */
  public SingleFlightCache(
      Clock clock,
      long capacity,
      ToLongFunction<A> size,
      Predicate<A> isKept,
      Predicate<A> isLate) {
    this(clock, new AnswerStore<>(clock, capacity, size), isKept, isLate, PATIENCE);
  }

  /**
   * @param patience how long the request of another tenant is joined
   */
  SingleFlightCache(
      Clock clock, int capacity, Predicate<A> isKept, Predicate<A> isLate, Duration patience) {
    this(clock, new AnswerStore<>(clock, capacity, _ -> 1), isKept, isLate, patience);
  }

  private SingleFlightCache(
      Clock clock,
      AnswerStore<K, A> kept,
      Predicate<A> isKept,
      Predicate<A> isLate,
      Duration patience) {
    this.clock = clock;
    this.patience = patience;
    this.isKept = isKept;
    this.isLate = isLate;
    this.kept = kept;
  }

  /** Drops the answers that nobody has taken for this long. */
  public synchronized void dropUnused(Duration age) {
    kept.dropUnused(age);
  }

  /** A request to a host. */
  @FunctionalInterface
  public interface Question<A> {
    /**
     * Asks the host; a failure is an answer too.
     *
     * @param start when the request began
     * @param timeout how long it may take
     */
    A ask(Instant start, Duration timeout);
  }

  /**
   * Returns an acceptable answer: a kept one, that of a running request, or a new one of the host.
   *
   * @param tenant who the request is for; answers are shared with all tenants
   * @param suits whether the caller accepts an answer, given the time when its request began
   * @param timeout how long to wait at most
   * @return empty if the time is up, or the thread was interrupted
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

  /** A kept answer that the caller accepts, without a request and without waiting for one. */
  public synchronized Optional<A> kept(K key, BiPredicate<A, Instant> suits) {
    return known(key, suits);
  }

  private Optional<A> known(K key, BiPredicate<A, Instant> suits) {
    return Optional.ofNullable(kept.get(key, suits));
  }

  /**
   * Returns the request to wait for. That is a running request of the same tenant, else the latest
   * one of another tenant while it is joinable, else the new one. So at a slow host there is at
   * most one new request in each {@link #PATIENCE}, however many tenants ask.
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
      finish(key, call, isKept.test(answer) ? answer : null);
      call.completion().complete(answer);
      return answer;
    } catch (RuntimeException | Error e) {
      finish(key, call, null);
      call.completion().completeExceptionally(e);
      throw e;
    }
  }

  /**
   * Ends a request.
   *
   * @param answer the answer to keep, if any
   */
  private synchronized void finish(K key, Call<A> call, @Nullable A answer) {
    List<Call<A>> underWay = Objects.requireNonNull(calls.get(key), "join added it");
    underWay.remove(call);
    if (underWay.isEmpty()) {
      calls.remove(key);
    }
    if (answer != null) {
      kept.put(key, answer, call.start());
    }
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
      throw new IllegalStateException("another caller's request failed", e);
    }
  }
}
