package dev.gitopsbinding.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gitopsbinding.testing.Fault;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CpuWorkersTest {
  private static final Duration SHORT = Duration.ofMillis(50);

  @Fault(value = "no more native threads", holds = "I6")
  @Test
  void a_thread_that_cannot_be_made_gives_its_turn_back() throws Exception {
    AtomicInteger refusals = new AtomicInteger(5);
    CpuWorkers workers =
        new CpuWorkers(2, BrokenThreads.first(refusals, Thread.ofPlatform().daemon().factory()));
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> workers.run("shop", SHORT, () -> "done"))
          .isInstanceOf(ThreadShortageException.class);
    }
    assertThat(workers.run("shop", SHORT, () -> "done")).contains("done");
  }
}
