package dev.gitopsbinding.net.share;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * Shares the answers of hosts between callers: for each key, one request at a time is running, and
 * its answer is kept for later callers who accept it. A caller waits for another tenant's request
 * for a short time only, because that request may wait for a permit which that tenant has used up.
 * Thread-safe; callers block.
 */
public final class SingleFlightCache<K, A> {
  /** Longer than most requests take, and short for a caller who then asks for itself. */
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final Clock clock;
  private final Duration patience;
  private final Predicate<A> isKept;
  private final Predicate<A> isLate;

  /** The running requests: for each key at most one of each tenant. */
  private final Map<K, SharedCall.Siblings<A>> calls = new HashMap<>();

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

  /** A request to a host, for which permits are needed. */
  @FunctionalInterface
  public interface PendingQuestion<A> {
    /**
     * Asks the host, if {@code request} may begin once the permits are there; a failure is an
     * answer too.
     *
     * @param timeout how long it may take, with the wait for permits
     * @return empty if the request was answered, or must not begin
     */
    Optional<A> ask(PendingRequest request, Duration timeout);
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
    Asker<A> asker = new Asker<>(tenant, suits, _ -> false, TimeLimit.in(timeout));
    return get(
            asker,
            key,
            (request, left) -> {
              request.begin();
              return Optional.of(question.ask(request.start(), left));
            })
        .map(DatedAnswer::answer);
  }

  /**
   * As {@link #get}, for a request that waits for permits before it begins. While it waits, the
   * answer to another tenant's request is taken as soon as it comes.
   *
   * @param notBefore an answer to a request that was sent earlier is not accepted
   */
  public Optional<DatedAnswer<A>> getPending(
      String tenant, K key, Instant notBefore, Duration timeout, PendingQuestion<A> question) {
    Predicate<Instant> isRecent = askedAt -> !askedAt.isBefore(notBefore);
    Asker<A> asker =
        new Asker<>(
            tenant, (_, askedAt) -> isRecent.test(askedAt), isRecent, TimeLimit.in(timeout));
    return get(asker, key, question::ask);
  }

  /** A kept answer that the caller accepts, without a request and without waiting for one. */
  public synchronized Optional<A> kept(K key, BiPredicate<A, Instant> suits) {
    return Optional.ofNullable(kept.get(key, suits)).map(DatedAnswer::answer);
  }

  /**
   * Who asks.
   *
   * @param suits whether an answer is accepted
   * @param isRecent whether an answer is accepted while the request waits for permits
   */
  private record Asker<A>(
      String tenant, BiPredicate<A, Instant> suits, Predicate<Instant> isRecent, TimeLimit end) {
    boolean accepts(DatedAnswer<A> dated) {
      return suits.test(dated.answer(), dated.askedAt());
    }
  }

  @FunctionalInterface
  private interface Asking<A> {
    Optional<A> ask(SharedCall<A> call, Duration timeout);
  }

  private Optional<DatedAnswer<A>> get(Asker<A> asker, K key, Asking<A> question) {
    while (true) {
      SharedCall<A> call;
      boolean own;
      synchronized (this) {
        DatedAnswer<A> known = kept.get(key, asker.suits());
        if (known != null) {
          return Optional.of(known);
        }
        Optional<SharedCall<A>> other = other(key, asker.tenant());
        own = other.isEmpty();
        call = other.orElseGet(() -> begin(key, asker));
      }
      if (own) {
        return Optional.of(run(key, call, question, asker.end()));
      }
      Optional<DatedAnswer<A>> shared = call.await(asker.tenant(), asker.end());
      if (shared.isPresent()
          && !isLate.test(shared.get().answer())
          && asker.accepts(shared.get())) {
        return shared;
      }
      if (asker.end().expired() || Thread.currentThread().isInterrupted()) {
        return Optional.empty();
      }
    }
  }

  /**
   * Returns the request to wait for, if any. That is one of the same tenant, else the latest one of
   * another tenant that is joinable. So at a slow host there is at most one new request in each
   * {@link #PATIENCE}, however many tenants ask.
   */
  private Optional<SharedCall<A>> other(K key, String tenant) {
    SharedCall.Siblings<A> siblings = calls.get(key);
    if (siblings == null) {
      return Optional.empty();
    }
    List<SharedCall<A>> underWay = siblings.underWay();
    return underWay.stream()
        .filter(call -> call.isOf(tenant))
        .findFirst()
        .or(() -> underWay.reversed().stream().filter(SharedCall::isJoinable).findFirst());
  }

  private SharedCall<A> begin(K key, Asker<A> asker) {
    SharedCall.Siblings<A> siblings =
        calls.computeIfAbsent(
            key, _ -> new SharedCall.Siblings<>(this, clock, patience, new ArrayList<>()));
    SharedCall<A> call = new SharedCall<>(siblings, asker.tenant(), asker.isRecent());
    siblings.underWay().add(call);
    return call;
  }

  private DatedAnswer<A> run(K key, SharedCall<A> call, Asking<A> question, TimeLimit end) {
    try {
      while (true) {
        Optional<A> answer = question.ask(call, end.remaining());
        Optional<DatedAnswer<A>> ended =
            answer.isPresent() ? Optional.of(end(key, call, answer.get())) : call.awaitTurn(end);
        if (ended.isPresent()) {
          return ended.get();
        }
      }
    } catch (RuntimeException | Error e) {
      synchronized (this) {
        call.fail(e);
        tidy(key);
      }
      throw e;
    }
  }

  private synchronized DatedAnswer<A> end(K key, SharedCall<A> call, A answer) {
    boolean keep = isKept.test(answer);
    DatedAnswer<A> ended = call.end(answer, keep, isLate.test(answer));
    if (keep) {
      kept.put(key, ended);
    }
    tidy(key);
    return ended;
  }

  // Map.computeIfPresent removes an entry by a null.
  private void tidy(K key) {
    calls.computeIfPresent(key, (_, known) -> known.underWay().isEmpty() ? null : known);
  }
}
