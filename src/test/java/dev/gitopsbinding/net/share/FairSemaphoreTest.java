package dev.gitopsbinding.net.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class FairSemaphoreTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(50);

  private final List<String> order = new CopyOnWriteArrayList<>();

  @Test
  void no_tenant_uses_more_than_its_share() throws InterruptedException {
    var semaphore = new FairSemaphore(6, 4);
    for (int i = 0; i < 4; i++) {
      assertThat(semaphore.acquire("greedy", 1, SHORT)).isPresent();
    }

    assertThat(semaphore.acquire("greedy", 1, SHORT)).isEmpty();
    assertThat(semaphore.acquire("victim", 2, SHORT)).isPresent();
    assertThat(semaphore.available()).isZero();
  }

  @Test
  void tenants_take_turns_however_many_requests_one_has() throws Exception {
    var semaphore = new FairSemaphore(1, 1);
    FairSemaphore.Permit first = semaphore.acquire("greedy", 1, SHORT).orElseThrow();
    List<CompletableFuture<Void>> all = new CopyOnWriteArrayList<>();
    for (int i = 0; i < 20; i++) {
      all.add(inBackground(semaphore, "greedy"));
    }
    await().until(() -> waiting(all) == 20);
    all.add(inBackground(semaphore, "victim"));
    Thread.onSpinWait();
    await().pollDelay(Duration.ofMillis(100)).until(() -> waiting(all) == 21);

    first.close();

    all.forEach(CompletableFuture::join);
    assertThat(order.indexOf("victim")).isLessThanOrEqualTo(1);
  }

  @Test
  void who_was_served_longest_ago_is_next() throws Exception {
    var semaphore = new FairSemaphore(2, 1);
    assertThat(semaphore.acquire("other", 1, SHORT)).isPresent();
    semaphore.acquire("a", 1, SHORT).orElseThrow().close();
    FairSemaphore.Permit held = semaphore.acquire("b", 1, SHORT).orElseThrow();
    List<CompletableFuture<Void>> all = new CopyOnWriteArrayList<>();
    for (String tenant : List.of("b", "a", "newcomer")) {
      all.add(inBackground(semaphore, tenant));
      await().pollDelay(Duration.ofMillis(50)).until(() -> true);
    }

    held.close();

    all.forEach(CompletableFuture::join);
    assertThat(order).containsExactly("newcomer", "a", "b");
  }

  @Test
  void small_requests_do_not_overtake_a_large_one_for_ever() throws Exception {
    var semaphore = new FairSemaphore(10, 10);
    FairSemaphore.Permit held = semaphore.acquire("a", 5, SHORT).orElseThrow();
    CompletableFuture<Optional<FairSemaphore.Permit>> large =
        CompletableFuture.supplyAsync(() -> take(semaphore, "large", 10, LONG));
    await().pollDelay(Duration.ofMillis(100)).until(() -> !large.isDone());

    assertThat(semaphore.acquire("small", 1, SHORT)).isEmpty();
    held.close();

    assertThat(large.join()).isPresent();
  }

  @Test
  void a_request_that_gives_up_makes_way() throws Exception {
    var semaphore = new FairSemaphore(10, 10);
    FairSemaphore.Permit held = semaphore.acquire("a", 5, SHORT).orElseThrow();
    CompletableFuture<Optional<FairSemaphore.Permit>> large =
        CompletableFuture.supplyAsync(() -> take(semaphore, "large", 10, Duration.ofMillis(300)));
    await().pollDelay(Duration.ofMillis(100)).until(() -> !large.isDone());

    assertThat(semaphore.acquire("small", 1, LONG)).isPresent();
    assertThat(large.join()).isEmpty();
    held.close();
    assertThat(semaphore.available()).isEqualTo(9);
  }

  @Test
  void a_request_larger_than_the_share_has_the_share_alone() throws InterruptedException {
    var semaphore = new FairSemaphore(10, 6);

    FairSemaphore.Permit all = semaphore.acquire("a", 1_000, SHORT).orElseThrow();

    assertThat(semaphore.available()).isEqualTo(4);
    assertThat(semaphore.acquire("a", 1, SHORT)).isEmpty();
    all.close();
    assertThat(semaphore.available()).isEqualTo(10);
  }

  @Test
  void an_interrupted_request_leaves_nothing_behind() throws Exception {
    var semaphore = new FairSemaphore(1, 1);
    FairSemaphore.Permit held = semaphore.acquire("a", 1, SHORT).orElseThrow();
    Thread waiter = Thread.ofVirtual().start(() -> take(semaphore, "b", 1, LONG));
    await().until(() -> waiter.getState() == Thread.State.TIMED_WAITING);

    waiter.interrupt();
    assertThat(waiter.join(LONG)).isTrue();
    held.close();

    assertThat(semaphore.acquire("c", 1, SHORT)).isPresent();
  }

  @Test
  void a_share_is_a_part_of_the_capacity() {
    assertThatThrownBy(() -> new FairSemaphore(1, 2)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new FairSemaphore(1, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  private CompletableFuture<Void> inBackground(FairSemaphore semaphore, String tenant) {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try (var _ = take(semaphore, tenant, 1, LONG).orElseThrow()) {
                order.add(tenant);
              }
              ended.complete(null);
            });
    return ended;
  }

  private static long waiting(List<CompletableFuture<Void>> all) {
    return all.stream().filter(future -> !future.isDone()).count();
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
