package dev.gitopsbinding.net.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gitopsbinding.net.BrokenThreads;
import dev.gitopsbinding.testing.Fault;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CpuWorkersTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(50);

  /** One for each tenant. */
  private final CpuWorkers cpu = new CpuWorkers(2);

  @Test
  void aTurnIsGivenBackAsideAndTakenAgain() throws Exception {
    Optional<Boolean> again =
        cpu.run(
            "shop",
            LONG,
            () -> {
              CpuWorkers.aside(this::takeAndClose);
              return take(SHORT).isEmpty();
            });

    assertThat(again).contains(true);
    assertThat(take(SHORT)).isPresent();
  }

  @Test
  void workWhoseTurnDoesNotComeAgainEnds() throws Exception {
    Optional<String> lost =
        cpu.run("shop", SHORT, () -> "kept " + CpuWorkers.aside(() -> take(LONG)).isPresent());

    assertThat(lost).isEmpty();
  }

  @Test
  void workInATurnTakesNoSecondOne() throws InterruptedException, ExecutionException {
    assertThat(cpu.run("shop", LONG, () -> cpu.run("shop", SHORT, () -> "inner")))
        .contains(Optional.of("inner"));
  }

  @Fault(value = "no more native threads", holds = "I6")
  @Test
  void aThreadThatCannotBeMadeGivesItsTurnBack() throws Exception {
    AtomicInteger refusals = new AtomicInteger(5);
    CpuWorkers workers =
        new CpuWorkers(2, BrokenThreads.first(refusals, Thread.ofPlatform().daemon().factory()));
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> workers.run("shop", SHORT, () -> "done"))
          .isInstanceOf(ThreadShortageException.class);
    }
    assertThat(workers.run("shop", SHORT, () -> "done")).contains("done");
  }

  private boolean takeAndClose() {
    take(LONG).orElseThrow().close();
    return true;
  }

  private Optional<FairSemaphore.Permit> take(Duration timeout) {
    try {
      return cpu.turn("shop", timeout);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
