package dev.gitopsbinding.net.share;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.net.share.FairSemaphore.Permit;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PayersTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(50);

  private final FairSemaphore semaphore = new FairSemaphore(2, 1);
  private final List<String> waiting = new CopyOnWriteArrayList<>(List.of("greedy"));
  private final Payers payers = () -> waiting;

  @Test
  void whoComesLaterPaysForATenantThatHasUsedUpItsShare() throws Exception {
    try (var _ = take(new Payers.One("greedy"), SHORT).orElseThrow()) {
      CompletableFuture<Optional<Permit>> taken =
          CompletableFuture.supplyAsync(() -> take(payers, LONG));
      waiting.add("victim");
      try (var _ = taken.get(5, TimeUnit.SECONDS).orElseThrow()) {
        assertThat(take(new Payers.One("victim"), SHORT)).isEmpty();
      }
    }
  }

  @Test
  void nothingIsTakenWhereNobodyHasRoomInTime() {
    assertThat(take(new Payers.One("greedy"), SHORT)).isPresent();
    assertThat(take(payers, SHORT)).isEmpty();
  }

  @Test
  void whoWaitsIsServedAsSoonAsThereIsRoom() throws Exception {
    Permit held = take(new Payers.One("greedy"), SHORT).orElseThrow();
    CompletableFuture<Optional<Permit>> taken =
        CompletableFuture.supplyAsync(() -> take(payers, LONG));
    held.close();
    assertThat(taken.get(5, TimeUnit.SECONDS)).isPresent();
  }

  private Optional<Permit> take(Payers who, Duration timeout) {
    try {
      return who.take(
          TimeLimit.in(timeout), (tenant, patience) -> semaphore.acquire(tenant, 1, patience));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
