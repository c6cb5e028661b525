package dev.gitopsbinding.net.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gitopsbinding.net.share.FairSemaphore.Permit;
import dev.gitopsbinding.net.share.HostConcurrencyLimiter.Kind;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.time.SteppedTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HostConcurrencyLimiterTest {
  /** For callers who wait until a permit is free. */
  private static final Duration LONG = Duration.ofSeconds(60);

  /** Far more than all permits. */
  private static final int MANY = 60;

  private static final String HOST = "git.example.com:22";

  private final SteppedTimer timer = new SteppedTimer();

  @Test
  void aTenantThatIsAloneUsesAllPermitsAndNoMore() throws InterruptedException {
    HostConcurrencyLimiter permits = limiter(6);
    assertThat(take(permits, "shop", Kind.QUESTION)).hasSize(6);
    assertThat(permits.acquire("other:22", "shop", Kind.QUESTION, Duration.ZERO)).isPresent();
  }

  @Test
  void newcomersFindATurnWhileAnotherUsesAllPermits() throws InterruptedException {
    HostConcurrencyLimiter permits = limiter(6);
    take(permits, "greedy", Kind.QUESTION);
    assertThat(take(permits, "second", Kind.TRANSFER)).hasSize(1);
    assertThat(take(permits, "third", Kind.QUESTION)).hasSize(1);
    assertThat(take(permits, "fourth", Kind.QUESTION)).isEmpty();
  }

  @Test
  void aTurnLastsTwoSeconds() throws InterruptedException {
    HostConcurrencyLimiter permits = limiter(1);
    for (String tenant : List.of("first", "second", "third")) {
      assertThat(take(permits, tenant, Kind.QUESTION)).hasSize(1);
    }
    timer.pass(Duration.ofMillis(1999));
    assertThat(take(permits, "fourth", Kind.QUESTION)).isEmpty();
    timer.pass(Duration.ofMillis(1));
    assertThat(take(permits, "fourth", Kind.QUESTION)).hasSize(1);
  }

  @Test
  void tenantsWhoseOperationsHangKeepNobodyElseWaiting() throws InterruptedException {
    HostConcurrencyLimiter permits = limiter(6);
    for (int tenant = 0; tenant < 8; tenant++) {
      assertThat(take(permits, "hanging-" + tenant, Kind.QUESTION)).isNotEmpty();
      timer.pass(HostConcurrencyLimiter.TURN);
    }
    assertThat(take(permits, "victim", Kind.TRANSFER)).hasSize(1);
    assertThat(take(permits, "hanging-0", Kind.QUESTION)).isEmpty();
  }

  @Test
  void noMoreRunAtOnceThanOneOfEachTenantAndAllOfFour() throws InterruptedException {
    HostConcurrencyLimiter permits = limiter(3);
    List<Permit> all = new ArrayList<>();
    for (int tenant = 0; tenant < 20; tenant++) {
      all.addAll(take(permits, "tenant-" + tenant, Kind.QUESTION));
      timer.pass(HostConcurrencyLimiter.TURN);
    }
    assertThat(all).hasSize(20 + 4 * 3);
    all.forEach(Permit::close);
    assertThat(take(permits, "tenant-0", Kind.QUESTION)).hasSize(3);
  }

  @Fault(value = "host that hangs for more namespaces than there are places", holds = "I6")
  @ParameterizedTest
  @EnumSource(Kind.class)
  void aNewcomerWaitsForATurnOnlyHoweverManyTenantsHang(Kind kind) throws InterruptedException {
    HostConcurrencyLimiter permits = limiter(6);
    for (int tenant = 0; tenant < MANY; tenant++) {
      if (permits.acquire(HOST, "hanging-" + tenant, kind, Duration.ZERO).isEmpty()) {
        timer.pass(HostConcurrencyLimiter.TURN);
        assertThat(permits.acquire(HOST, "hanging-" + tenant, kind, Duration.ZERO)).isPresent();
      }
    }
    timer.pass(HostConcurrencyLimiter.TURN);
    assertThat(permits.acquire(HOST, "victim", kind, Duration.ZERO)).isPresent();
  }

  @Fault(value = "more namespaces at a slow host than there are places", holds = "I6")
  @Test
  void aNewcomerIsNextHoweverManyTenantsComeAgainAndAgain() throws Exception {
    // Given: all turns but one are taken, and many were served by that one
    HostConcurrencyLimiter permits = limiter(6);
    for (int holder = 0; holder < 7; holder++) {
      assertThat(permits.acquire(HOST, "holder-" + holder, Kind.QUESTION, Duration.ZERO))
          .isPresent();
    }
    for (int tenant = 0; tenant < MANY; tenant++) {
      acquire(permits, "busy-" + tenant, Duration.ZERO).close();
    }
    Permit last = acquire(permits, "holder-7", Duration.ZERO);
    List<String> served = new CopyOnWriteArrayList<>();
    List<Thread> row = new ArrayList<>();
    for (int tenant = 0; tenant < MANY; tenant++) {
      row.add(inRow(permits, "busy-" + tenant, served));
    }

    // When
    row.add(inRow(permits, "victim", served));
    last.close();
    for (Thread waiting : row) {
      assertThat(waiting.join(LONG)).isTrue();
    }

    // Then
    assertThat(served).hasSize(MANY + 1);
    assertThat(served.getFirst()).isEqualTo("victim");
  }

  @Test
  void transfersLeaveAPermitForQuestions() throws InterruptedException {
    HostConcurrencyLimiter permits = limiter(6);
    assertThat(take(permits, "shop", Kind.TRANSFER)).hasSize(5);
    assertThat(take(permits, "shop", Kind.QUESTION)).hasSize(1);
  }

  @Test
  void withOnePermitThereIsOneForEachKindOfOperation() throws InterruptedException {
    for (Kind kind : Kind.values()) {
      assertThat(take(limiter(1), "shop", kind)).hasSize(1);
    }
  }

  @Test
  void whatIsGivenBackIsFreeOnceWhetherOrNotItsTurnWasOver() throws InterruptedException {
    HostConcurrencyLimiter permits = limiter(2);
    for (int round = 0; round < 10; round++) {
      List<Permit> quick = take(permits, "shop", Kind.QUESTION);
      assertThat(quick).hasSize(2);
      quick.forEach(Permit::close);
    }
    List<Permit> slow = take(permits, "shop", Kind.QUESTION);
    timer.pass(HostConcurrencyLimiter.TURN);
    assertThat(take(permits, "shop", Kind.QUESTION)).isEmpty();
    slow.forEach(Permit::close);
    assertThat(take(permits, "shop", Kind.QUESTION)).hasSize(2);
    for (String newcomer : List.of("second", "third")) {
      assertThat(take(permits, newcomer, Kind.QUESTION)).hasSize(1);
    }
    assertThat(take(permits, "fourth", Kind.QUESTION)).isEmpty();
  }

  private HostConcurrencyLimiter limiter(int permits) {
    return new HostConcurrencyLimiter(permits, timer);
  }

  /** Waits for a permit, and releases it at once. */
  private static Thread inRow(HostConcurrencyLimiter permits, String tenant, List<String> served) {
    Thread thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try (var _ = acquire(permits, tenant, LONG)) {
                    served.add(tenant);
                  }
                });
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(() -> thread.getState() == Thread.State.TIMED_WAITING);
    return thread;
  }

  private static Permit acquire(HostConcurrencyLimiter permits, String tenant, Duration timeout) {
    try {
      return permits.acquire(HOST, tenant, Kind.QUESTION, timeout).orElseThrow();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** As many as there are. */
  private static List<Permit> take(HostConcurrencyLimiter permits, String tenant, Kind kind)
      throws InterruptedException {
    List<Permit> taken = new ArrayList<>();
    Optional<Permit> next = permits.acquire(HOST, tenant, kind, Duration.ZERO);
    while (next.isPresent()) {
      taken.add(next.get());
      next = permits.acquire(HOST, tenant, kind, Duration.ZERO);
    }
    return taken;
  }
}
