package dev.gitopsbinding.net.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class FairSemaphoreTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration NOW = Duration.ZERO;

  private final List<String> order = new CopyOnWriteArrayList<>();

  @Test
  void noTenantUsesMoreThanItsShare() throws InterruptedException {
    var semaphore = new FairSemaphore(6, 4);
    for (int i = 0; i < 4; i++) {
      assertThat(semaphore.acquire("greedy", 1, NOW)).isPresent();
    }

    assertThat(semaphore.acquire("greedy", 1, NOW)).isEmpty();
    assertThat(semaphore.acquire("victim", 2, NOW)).isPresent();
    assertThat(semaphore.available()).isZero();
  }

  @Test
  void tenantsTakeTurnsHoweverManyRequestsOneHas() throws Exception {
    var semaphore = new FairSemaphore(1, 1);
    FairSemaphore.Permit first = semaphore.acquire("greedy", 1, NOW).orElseThrow();
    List<Thread> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      all.add(inRow(semaphore, "greedy"));
    }
    all.add(inRow(semaphore, "victim"));

    first.close();

    join(all);
    assertThat(order.indexOf("victim")).isLessThanOrEqualTo(1);
  }

  @Test
  void whoWasServedLongestAgoIsNext() throws Exception {
    var semaphore = new FairSemaphore(2, 1);
    assertThat(semaphore.acquire("other", 1, NOW)).isPresent();
    semaphore.acquire("a", 1, NOW).orElseThrow().close();
    FairSemaphore.Permit held = semaphore.acquire("b", 1, NOW).orElseThrow();
    List<Thread> all = new ArrayList<>();
    for (String tenant : List.of("b", "a", "newcomer")) {
      all.add(inRow(semaphore, tenant));
    }

    held.close();

    join(all);
    assertThat(order).containsExactly("newcomer", "a", "b");
  }

  @Test
  void smallRequestsDoNotOvertakeALargeOneForEver() throws Exception {
    var semaphore = new FairSemaphore(10, 10);
    FairSemaphore.Permit held = semaphore.acquire("a", 5, NOW).orElseThrow();
    CompletableFuture<Optional<FairSemaphore.Permit>> large = new CompletableFuture<>();
    waiting(() -> large.complete(take(semaphore, "large", 10, LONG)));

    assertThat(semaphore.acquire("small", 1, NOW)).isEmpty();
    held.close();

    assertThat(large.join()).isPresent();
  }

  @Test
  void aRequestThatGivesUpMakesWay() throws Exception {
    var semaphore = new FairSemaphore(10, 10);
    FairSemaphore.Permit held = semaphore.acquire("a", 5, NOW).orElseThrow();
    CompletableFuture<Optional<FairSemaphore.Permit>> large = new CompletableFuture<>();
    waiting(() -> large.complete(take(semaphore, "large", 10, Duration.ofMillis(100))));

    assertThat(semaphore.acquire("small", 1, LONG)).isPresent();
    assertThat(large.join()).isEmpty();
    held.close();
    assertThat(semaphore.available()).isEqualTo(9);
  }

  @Test
  void aRequestLargerThanTheShareHasTheShareAlone() throws InterruptedException {
    var semaphore = new FairSemaphore(10, 6);

    FairSemaphore.Permit all = semaphore.acquire("a", 1_000, NOW).orElseThrow();

    assertThat(semaphore.available()).isEqualTo(4);
    assertThat(semaphore.acquire("a", 1, NOW)).isEmpty();
    all.close();
    assertThat(semaphore.available()).isEqualTo(10);
  }

  @Test
  void anInterruptedRequestLeavesNothingBehind() throws Exception {
    var semaphore = new FairSemaphore(1, 1);
    FairSemaphore.Permit held = semaphore.acquire("a", 1, NOW).orElseThrow();
    Thread waiter = waiting(() -> take(semaphore, "b", 1, LONG));

    waiter.interrupt();
    assertThat(waiter.join(LONG)).isTrue();
    held.close();

    assertThat(semaphore.acquire("c", 1, NOW)).isPresent();
  }

  @Test
  void aShareIsAPartOfTheCapacity() {
    assertThatThrownBy(() -> new FairSemaphore(1, 2)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new FairSemaphore(1, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  /** Waits for a unit, and releases it at once. */
  private Thread inRow(FairSemaphore semaphore, String tenant) {
    return waiting(
        () -> {
          try (var _ = take(semaphore, tenant, 1, LONG).orElseThrow()) {
            order.add(tenant);
          }
        });
  }

  /** Starts a thread and returns when it waits or has ended. */
  private static Thread waiting(Runnable task) {
    Thread thread = Thread.ofVirtual().start(task);
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(() -> !thread.isAlive() || thread.getState() == Thread.State.TIMED_WAITING);
    return thread;
  }

  private static void join(List<Thread> threads) throws InterruptedException {
    for (Thread thread : threads) {
      assertThat(thread.join(LONG)).isTrue();
    }
  }

  private static Optional<FairSemaphore.Permit> take(
      FairSemaphore semaphore, String tenant, long units, Duration timeout) {
    try {
      return semaphore.acquire(tenant, units, timeout);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
