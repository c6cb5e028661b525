package dev.gitopsbinding.net.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gitopsbinding.net.share.FairSemaphore.Permit;
import dev.gitopsbinding.net.share.HostConcurrencyLimiter.Kind;
import dev.gitopsbinding.testing.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HostConcurrencyLimiterTest {
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration NEVER = Duration.ofHours(1);

  /** Far more than turns or places. */
  private static final int MANY = 60;

  private static final String HOST = "git.example.com:22";

  @Test
  void a_tenant_that_is_alone_uses_all_permits_and_no_more() throws InterruptedException {
    HostConcurrencyLimiter permits = new HostConcurrencyLimiter(6, NEVER);
    assertThat(take(permits, "shop", Kind.QUESTION)).hasSize(6);
    assertThat(permits.acquire("other:22", "shop", Kind.QUESTION, SHORT)).isPresent();
  }

  @Test
  void newcomers_find_a_turn_while_another_uses_all_permits() throws InterruptedException {
    HostConcurrencyLimiter permits = new HostConcurrencyLimiter(6, NEVER);
    take(permits, "greedy", Kind.QUESTION);
    assertThat(take(permits, "second", Kind.TRANSFER)).hasSize(1);
    assertThat(take(permits, "third", Kind.QUESTION)).hasSize(1);
    assertThat(take(permits, "fourth", Kind.QUESTION)).isEmpty();
  }

  @Test
  void tenants_whose_operations_hang_keep_nobody_else_waiting() throws InterruptedException {
    HostConcurrencyLimiter permits = new HostConcurrencyLimiter(6, SHORT);
    for (int tenant = 0; tenant < 8; tenant++) {
      String name = "hanging-" + tenant;
      assertThat(permits.acquire(HOST, name, Kind.QUESTION, LONG)).isPresent();
      take(permits, name, Kind.QUESTION);
    }
    assertThat(permits.acquire(HOST, "victim", Kind.TRANSFER, LONG)).isPresent();
    assertThat(permits.acquire(HOST, "hanging-0", Kind.QUESTION, SHORT)).isEmpty();
  }

  @Test
  void no_more_run_at_once_than_one_of_each_tenant_and_all_of_four() throws InterruptedException {
    HostConcurrencyLimiter permits = new HostConcurrencyLimiter(3, Duration.ofMillis(1));
    List<Permit> all = new ArrayList<>();
    for (int tenant = 0; tenant < 20; tenant++) {
      all.addAll(take(permits, "tenant-" + tenant, Kind.QUESTION));
    }
    assertThat(all).hasSize(20 + 4 * 3);
    all.forEach(Permit::close);
    assertThat(take(permits, "tenant-0", Kind.QUESTION)).hasSize(3);
  }

  @Fault(value = "host that hangs for more namespaces than there are places", holds = "I6")
  @ParameterizedTest
  @EnumSource(Kind.class)
  void a_newcomer_waits_for_a_turn_only_however_many_tenants_hang(Kind kind)
      throws InterruptedException {
    HostConcurrencyLimiter permits = new HostConcurrencyLimiter(6, SHORT);
    for (int tenant = 0; tenant < MANY; tenant++) {
      assertThat(permits.acquire(HOST, "hanging-" + tenant, kind, LONG)).isPresent();
    }
    assertThat(permits.acquire(HOST, "victim", kind, SHORT.multipliedBy(10))).isPresent();
  }

  @Fault(value = "more namespaces at a slow host than there are places", holds = "I6")
  @Test
  void a_newcomer_is_next_however_many_tenants_come_again_and_again() throws Exception {
    HostConcurrencyLimiter permits = new HostConcurrencyLimiter(6);
    Duration operation = Duration.ofMillis(200);
    AtomicInteger done = new AtomicInteger();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      // Given
      for (int tenant = 0; tenant < MANY; tenant++) {
        String name = "busy-" + tenant;
        for (int i = 0; i < 3; i++) {
          Future<?> _ =
              threads.submit(
                  () -> {
                    while (!Thread.currentThread().isInterrupted()) {
                      try (var _ = permits.acquire(HOST, name, Kind.QUESTION, LONG).orElseThrow()) {
                        Thread.sleep(operation);
                        done.incrementAndGet();
                      }
                    }
                    return done;
                  });
        }
      }
      await().atMost(LONG).until(() -> done.get() > MANY);

      // When
      long start = System.nanoTime();
      Optional<Permit> victim = permits.acquire(HOST, "victim", Kind.QUESTION, LONG);
      Duration waited = Duration.ofNanos(System.nanoTime() - start);
      threads.shutdownNow();

      // Then
      assertThat(victim).isPresent();
      assertThat(waited).isLessThan(operation.multipliedBy(2));
    }
  }

  @Test
  void transfers_leave_a_permit_for_questions() throws InterruptedException {
    HostConcurrencyLimiter permits = new HostConcurrencyLimiter(6, SHORT);
    assertThat(take(permits, "shop", Kind.TRANSFER)).hasSize(5);
    assertThat(take(permits, "shop", Kind.QUESTION)).hasSize(1);
  }

  @Test
  void with_one_permit_there_is_one_for_each_kind_of_operation() throws InterruptedException {
    for (Kind kind : Kind.values()) {
      assertThat(take(new HostConcurrencyLimiter(1, NEVER), "shop", kind)).hasSize(1);
    }
  }

  @Test
  void what_is_given_back_is_free_whether_or_not_its_turn_was_over() throws InterruptedException {
    HostConcurrencyLimiter permits = new HostConcurrencyLimiter(2, SHORT);
    for (int round = 0; round < 10; round++) {
      List<Permit> quick = take(permits, "shop", Kind.QUESTION);
      assertThat(quick).hasSize(2);
      quick.forEach(Permit::close);
    }
    List<Permit> slow = take(permits, "shop", Kind.QUESTION);
    assertThat(permits.acquire(HOST, "shop", Kind.QUESTION, SHORT.multipliedBy(2))).isEmpty();
    slow.forEach(Permit::close);
    assertThat(take(permits, "shop", Kind.QUESTION)).hasSize(2);
  }

  /** As many as there are. */
  private static List<Permit> take(HostConcurrencyLimiter permits, String tenant, Kind kind)
      throws InterruptedException {
    List<Permit> taken = new ArrayList<>();
    Optional<Permit> next = permits.acquire(HOST, tenant, kind, SHORT.dividedBy(2));
    while (next.isPresent()) {
      taken.add(next.get());
      next = permits.acquire(HOST, tenant, kind, SHORT.dividedBy(2));
    }
    return taken;
  }
}
