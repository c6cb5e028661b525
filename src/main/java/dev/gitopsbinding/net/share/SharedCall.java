package dev.gitopsbinding.net.share;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A request whose answer is shared. It is pending until it begins, ends once, and is answered by
 * another one only while it is pending.
 */
final class SharedCall<A> implements PendingRequest {
  /**
   * What the requests for one key have in common.
   *
   * @param lock guards the list, and what changes in each request
   * @param underWay the requests that have not ended; at most one of each tenant
   */
  record Siblings<A>(Object lock, Clock clock, Duration patience, List<SharedCall<A>> underWay) {
    private TimeLimit patienceFromNow() {
      return TimeLimit.in(patience, clock);
    }
  }

  private final Siblings<A> siblings;
  private final String tenant;
  private final Predicate<Instant> isRecent;
  private final CompletableFuture<DatedAnswer<A>> completion = new CompletableFuture<>();
  private Instant start;
  private boolean begun;

  /** Until when callers of other tenants wait for the answer. */
  private volatile TimeLimit joinable;

  /** The request that was running when this one had its permits. */
  private @Nullable SharedCall<A> ahead;

  /**
   * @param isRecent whether an answer to a request that was sent then is an answer to this one too
   */
  SharedCall(Siblings<A> siblings, String tenant, Predicate<Instant> isRecent) {
    this.siblings = siblings;
    this.tenant = tenant;
    this.isRecent = isRecent;
    this.start = siblings.clock().instant();
    this.joinable = siblings.patienceFromNow();
  }

  boolean isOf(String someone) {
    return tenant.equals(someone);
  }

  /** When it began; while it is pending, when it was wanted. */
  Instant start() {
    synchronized (siblings.lock()) {
      return start;
    }
  }

  boolean isJoinable() {
    return !joinable.expired();
  }

  @Override
  public boolean isAnswered() {
    return completion.isDone();
  }

  @Override
  public void whenAnswered(Runnable wake) {
    var _ = completion.thenRun(wake);
  }

  /**
   * Also false if another request has just been sent. That happens once, so that others who begin
   * one after the other, and hang, do not put this one off forever.
   */
  @Override
  public boolean begin() {
    synchronized (siblings.lock()) {
      if (!siblings.underWay().contains(this)) {
        return false;
      }
      if (ahead == null) {
        ahead = siblings.underWay().stream().filter(this::mayBeAnsweredBy).findFirst().orElse(null);
        if (ahead != null) {
          return false;
        }
      }
      begun = true;
      start = siblings.clock().instant();
      joinable = siblings.patienceFromNow();
      return true;
    }
  }

  private boolean mayBeAnsweredBy(SharedCall<A> other) {
    return other.begun && other.isJoinable() && isRecent.test(other.start);
  }

  /**
   * Ends the request, and those that its answer ends too. To be called with the lock.
   *
   * @param kept whether it is an answer to all pending requests that accept its age
   * @param late whether it is no answer to anybody else
   * @return the answer to this request: that of another one, if it came first
   */
  DatedAnswer<A> end(A answer, boolean kept, boolean late) {
    DatedAnswer<A> ended = new DatedAnswer<>(answer, start);
    if (siblings.underWay().remove(this)) {
      List<SharedCall<A>> others =
          siblings.underWay().stream()
              .filter(other -> !other.begun)
              .filter(other -> kept ? other.isRecent.test(start) : other.ahead == this && !late)
              .toList();
      siblings.underWay().removeAll(others);
      others.forEach(other -> other.completion.complete(ended));
      completion.complete(ended);
    }
    return completion.join();
  }

  /** Ends the request, as {@link #end} does, without an answer. */
  void fail(Throwable fault) {
    siblings.underWay().remove(this);
    completion.completeExceptionally(fault);
  }

  /**
   * Waits as one who asks the same.
   *
   * @return empty if the time is up, for another tenant the time to join, or after an interrupt
   */
  Optional<DatedAnswer<A>> await(String asker, TimeLimit end) {
    return await(isOf(asker) ? end.remaining() : shorter(end.remaining(), joinable.remaining()));
  }

  /** Waits, after {@link #begin} has returned false, for an answer or until it may begin. */
  Optional<DatedAnswer<A>> awaitTurn(TimeLimit end) {
    SharedCall<A> running = ahead;
    return await(
        running == null ? end.remaining() : shorter(end.remaining(), running.joinable.remaining()));
  }

  private Optional<DatedAnswer<A>> await(Duration wait) {
    try {
      return Optional.of(completion.get(wait.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException("another caller's request failed", e);
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
