package dev.gitopsbinding.net.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gitopsbinding.net.share.SingleFlightCache.Question;
import dev.gitopsbinding.testing.time.SteppedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The answers of callers who ask while the same request is running. */
class SingleFlightCacheSharingTest {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final String LATE = "late";

  private final SteppedClock clock = new SteppedClock(NOON);

  /** Callers wait for requests of other tenants for as long as a test takes. */
  private SingleFlightCache<String, String> cache = cache(LONG);

  private final AtomicInteger asked = new AtomicInteger();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CompletableFuture<String> host = new CompletableFuture<>();

  @Test
  void allOfATenantWhoAskTheSameMeanwhileShareOneRequest() throws Exception {
    // Given
    FutureTask<Optional<String>> first = underWay();

    // When
    FutureTask<Optional<String>> same = joined("shop", NOON);
    host.complete("one");

    // Then
    assertThat(first.get()).contains("one");
    assertThat(same.get()).contains("one");
    assertThat(asked).hasValue(1);
  }

  @Test
  void aRequestOfAnotherTenantIsJoined() throws Exception {
    // Given
    FutureTask<Optional<String>> first = underWay();

    // When
    FutureTask<Optional<String>> other = joined("blog", NOON);
    host.complete("one");

    // Then
    assertThat(first.get()).contains("one");
    assertThat(other.get()).contains("one");
    assertThat(asked).hasValue(1);
  }

  @Test
  void aSharedAnswerHasToSuitEach() throws Exception {
    // Given
    FutureTask<Optional<String>> first = underWay();
    clock.pass(Duration.ofSeconds(1));

    // When
    FutureTask<Optional<String>> strict = joined("shop", NOON.plusSeconds(1));
    host.complete("old");

    // Then
    assertThat(first.get()).contains("old");
    assertThat(strict.get()).contains("own");
  }

  @Test
  void whoHasMoreTimeThanTheOneWhoAskedAsksAgain() throws Exception {
    // Given
    FutureTask<Optional<String>> hasty = underWay();

    // When
    FutureTask<Optional<String>> patient = joined("shop", NOON);
    host.complete(LATE);

    // Then
    assertThat(hasty.get()).contains(LATE);
    assertThat(patient.get()).contains("own");
  }

  @Test
  void anotherTenantWaitsForAShortWhileOnly() throws Exception {
    // Given
    cache = cache(SHORT);
    FutureTask<Optional<String>> stuck = underWay();
    clock.pass(SHORT);

    // When
    Optional<String> other = get("blog", NOON, "own");

    // Then
    assertThat(other).contains("own");
    assertThat(stuck.isDone()).isFalse();
    host.complete("old");
    assertThat(stuck.get()).contains("old");
  }

  @Test
  void anOlderAnswerThatComesLaterIsNotKept() throws Exception {
    // Given
    cache = cache(SHORT);
    FutureTask<Optional<String>> old = underWay();
    clock.pass(SHORT);
    get("blog", NOON.plus(SHORT), "new");

    // When
    host.complete("old");
    old.get();

    // Then
    assertThat(get("shop", NOON, "unasked")).contains("new");
  }

  @Test
  void whoHasNoTimeLeftGetsNothing() throws Exception {
    FutureTask<Optional<String>> first = underWay();

    assertThat(cache.get("shop", "web", (_, _) -> true, Duration.ZERO, answer("own"))).isEmpty();
    assertThat(asked).hasValue(1);
    host.complete("one");
    assertThat(first.get()).contains("one");
  }

  @Test
  void whoIsInterruptedGetsNothingAndStaysInterrupted() throws Exception {
    var _ = underWay();

    Thread.currentThread().interrupt();
    Optional<String> answer = get("shop", NOON, "own");
    boolean interrupted = Thread.interrupted();
    host.complete("one");

    assertThat(answer).isEmpty();
    assertThat(interrupted).isTrue();
  }

  @Test
  void aRequestThatFailsFailsForAllAndIsSentAgain() throws Exception {
    // Given
    FutureTask<Optional<String>> first = underWay();
    FutureTask<Optional<String>> second = joined("shop", NOON);

    // When
    host.completeExceptionally(new IllegalArgumentException("a fault"));

    // Then
    assertThatThrownBy(first::get).hasRootCauseMessage("a fault");
    assertThatThrownBy(second::get).hasRootCauseMessage("a fault");
    assertThat(get("shop", NOON, "own")).contains("own");
  }

  private SingleFlightCache<String, String> cache(Duration patience) {
    return new SingleFlightCache<>(
        clock, 2, answer -> !answer.equals(LATE), LATE::equals, patience);
  }

  private Optional<String> get(String tenant, Instant notBefore, String text) {
    return cache.get(tenant, "web", (_, at) -> !at.isBefore(notBefore), LONG, answer(text));
  }

  private Question<String> answer(String text) {
    return (_, _) -> {
      asked.incrementAndGet();
      return text;
    };
  }

  private String askHost(Instant start, Duration timeout) {
    asked.incrementAndGet();
    begun.countDown();
    return host.join();
  }

  /** The first caller, while the host has not answered yet. */
  private FutureTask<Optional<String>> underWay() throws InterruptedException {
    FutureTask<Optional<String>> task =
        new FutureTask<>(() -> cache.get("shop", "web", (_, _) -> true, LONG, this::askHost));
    Thread.ofVirtual().start(task);
    begun.await();
    return task;
  }

  /** A caller who waits for the running request. */
  private FutureTask<Optional<String>> joined(String tenant, Instant notBefore) {
    FutureTask<Optional<String>> task = new FutureTask<>(() -> get(tenant, notBefore, "own"));
    Thread thread = Thread.ofVirtual().start(task);
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(() -> task.isDone() || thread.getState() == Thread.State.TIMED_WAITING);
    return task;
  }
}
